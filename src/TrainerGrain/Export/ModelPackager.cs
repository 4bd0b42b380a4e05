using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Models;
using Distributed.Store;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Export;

/// <summary>Makes of a trained session everything that publishing a model needs.</summary>
public static class ModelPackager
{
    /// <summary>The ONNX model with its manifest, probe and sample. The same session gives the same draft.</summary>
    /// <param name="spec">What was asked for.</param>
    /// <param name="data">What it was trained on.</param>
    /// <param name="session">The trained session.</param>
    /// <param name="finalLoss">Loss of the last epoch, before its step.</param>
    /// <param name="engineName">Name and version of what trained it.</param>
    /// <exception cref="NotFiniteNumberException">
    /// The network predicts NaN or infinity for a row of the probe: the last step of the training made it diverge.
    /// </exception>
    public static ModelDraft Pack(ExperimentSpec spec, DataSet data, ITrainingSession session, float finalLoss, string engineName)
    {
        var probe = ModelRows.Probe(data, session);
        var onnx = OnnxWriter.Write(new OnnxModel(spec.Model, session.Export(), Metadata(spec, finalLoss, engineName)));
        var manifest = new ModelManifest(
            spec.Id,
            WithoutRows(spec),
            data.Features,
            data.Targets,
            session.Epoch,
            finalLoss,
            engineName,
            Convert.ToHexStringLower(SHA256.HashData(onnx)),
            probe);
        return new ModelDraft(spec.Model, manifest, onnx, ModelRows.Sample(data));
    }

    private static KeyValuePair<string, string>[] Metadata(ExperimentSpec spec, float finalLoss, string engineName) =>
    [
        new("experiment", spec.Id),
        new("spec", Encoding.UTF8.GetString(SpecJson.Write(WithoutRows(spec)))),
        new("seed", spec.Seed.ToString(CultureInfo.InvariantCulture)),
        new("final_loss", finalLoss.ToString("R", CultureInfo.InvariantCulture)),
        new("engine", engineName),
    ];

    /// <summary>Model files and manifests are read many times and handed on: they neither carry megabytes of training data nor disclose them.</summary>
    private static ExperimentSpec WithoutRows(ExperimentSpec spec) =>
        spec.Data is InlineData ? spec with { Data = new InlineData { X = [], Y = [] } } : spec;
}
