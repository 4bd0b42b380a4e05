using Distributed.Contracts.Models;
using Distributed.InferenceService.Serving;
using Distributed.Store;

namespace Distributed.InferenceService.Plots;

/// <summary>Draws a version: the fit over the input when there is one feature, else predicted against actual.</summary>
public static class ModelPlot
{
    /// <summary>Draws.</summary>
    /// <param name="version">What the title tells of.</param>
    /// <param name="sample">Rows of the training data.</param>
    /// <param name="model">Gives the predictions; the caller holds a lease.</param>
    public static string Draw(ModelVersion version, ModelSample sample, ServedModel model) => model.Features == 1
        ? FitPlot.Draw(Titles.Of(version), sample, model)
        : AgreementPlot.Draw(Titles.Of(version), sample, model);

    /// <summary>The model's outputs for rows of inputs, one after the other.</summary>
    internal static float[] Predict(ServedModel model, IReadOnlyList<float[]> rows)
    {
        var y = new float[rows.Count * model.Targets];
        model.Predict(rows.SelectMany(row => row).ToArray(), y, rows.Count);
        return y;
    }
}
