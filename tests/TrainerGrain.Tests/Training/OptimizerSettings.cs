using Distributed.Contracts.Experiments;

namespace Distributed.TrainerGrain.Tests.Training;

/// <summary>Every optimizer with every option, by name.</summary>
public static class OptimizerSettings
{
    private static readonly Dictionary<string, OptimizerSpec> Settings = new()
    {
        ["sgd"] = new() { LearningRate = 0.05 },
        ["sgd, weight decay"] = new() { LearningRate = 0.05, WeightDecay = 0.1 },
        ["sgd, momentum"] = new() { LearningRate = 0.05, Momentum = 0.9 },
        ["sgd, dampening"] = new() { LearningRate = 0.05, Momentum = 0.8, Dampening = 0.3 },
        ["sgd, nesterov"] = new() { LearningRate = 0.05, Momentum = 0.9, Nesterov = true, WeightDecay = 0.01 },
        ["adam"] = new() { Kind = OptimizerKind.Adam, LearningRate = 0.1 },
        ["adam, weight decay"] = new() { Kind = OptimizerKind.Adam, LearningRate = 0.1, WeightDecay = 0.1 },
    };

    public static IReadOnlyCollection<string> All => Settings.Keys;

    public static TheoryData<string> Names => new(All);

    public static OptimizerSpec Get(string name) => Settings[name];
}
