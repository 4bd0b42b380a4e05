using System.Text;
using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Export;
using Distributed.TrainerGrain.Training;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>
/// What every experiment must come to: trained here, from the first epoch to the last without a break. Experiments that differ in their
/// names alone train to the same weights, so each is trained once, when it is first asked for.
/// </summary>
internal sealed class Undisturbed : IDisposable
{
    private readonly TorchEngine _engine = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Result> _results = [];

    /// <summary>The loss of every epoch.</summary>
    public float[] Losses(ExperimentSpec spec)
    {
        lock (_gate)
        {
            return Find(spec).Losses;
        }
    }

    /// <summary>The model with its manifest, byte for byte.</summary>
    public ModelDraft Publish(ExperimentSpec spec)
    {
        lock (_gate)
        {
            var (data, session, losses) = Find(spec);
            return ModelPackager.Pack(spec, data, session, losses[^1], _engine.Name);
        }
    }

    public void Dispose()
    {
        foreach (var result in _results.Values)
        {
            result.Session.Dispose();
        }
    }

    private Result Find(ExperimentSpec spec)
    {
        var nameless = spec with { Id = "", Model = "" };
        var key = Encoding.UTF8.GetString(SpecJson.Write(nameless));
        return _results.TryGetValue(key, out var known) ? known : _results[key] = Train(nameless);
    }

    private Result Train(ExperimentSpec spec)
    {
        var data = DataSets.Load(spec.Data);
        var session = _engine.SetUp(spec, data);
        return new Result(data, session, session.Step(spec.Epochs));
    }

    private sealed record Result(DataSet Data, ITrainingSession Session, float[] Losses);
}
