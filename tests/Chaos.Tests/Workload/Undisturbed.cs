using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Export;
using Distributed.TrainerGrain.Training;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>What every experiment must come to: each recipe trained once, here, from the first epoch to the last without a break.</summary>
internal sealed class Undisturbed : IDisposable
{
    private readonly TorchEngine _engine = new();
    private readonly Lock _gate = new();
    private readonly List<Result> _results = [];

    public Undisturbed()
    {
        foreach (var recipe in Recipes.All)
        {
            var data = DataSets.Load(recipe.Data);
            var session = _engine.SetUp(recipe, data);
            _results.Add(new Result(data, session, session.Step(recipe.Epochs)));
        }
    }

    /// <summary>The loss of every epoch.</summary>
    public float[] Losses(int recipe) => _results[recipe].Losses;

    /// <summary>Predictions for <see cref="Recipes.Rows"/> by the training engine.</summary>
    public float[] Predict(int recipe)
    {
        lock (_gate)
        {
            return _results[recipe].Session.Predict(Recipes.Rows);
        }
    }

    /// <summary>The model with its manifest, byte for byte.</summary>
    public ModelDraft Publish(int recipe, ExperimentSpec spec)
    {
        lock (_gate)
        {
            var (data, session, losses) = _results[recipe];
            return ModelPackager.Pack(spec, data, session, losses[^1], _engine.Name);
        }
    }

    public void Dispose() => _results.ForEach(result => result.Session.Dispose());

    private sealed record Result(DataSet Data, ITrainingSession Session, float[] Losses);
}
