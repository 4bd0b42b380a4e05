using Distributed.Contracts.Experiments;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>
/// The few ways in which the experiments train, different enough to exercise every kind of checkpoint, and from a moment to about a
/// second long. All take two features, so that the same rows can be predicted by every model.
/// </summary>
internal static class Recipes
{
    private static readonly RegressionData Data = new() { Samples = 100, Features = 2, Informative = 2 };

    public static IReadOnlyList<ExperimentSpec> All { get; } =
    [
        Recipe(300, new OptimizerSpec()),
        Recipe(8_000, new OptimizerSpec { LearningRate = 0.0005, Momentum = 0.9 }),
        Recipe(6_000, new OptimizerSpec { LearningRate = 0.0005, Momentum = 0.9, Nesterov = true, WeightDecay = 0.001 }, 2),
        Recipe(4_000, new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = 0.01 }, 3, LossKind.Huber),
        Recipe(3_000, new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = 0.005 }, 4, LossKind.Mse, 8),
    ];

    /// <summary>Inputs to predict: rows of two features.</summary>
    public static float[] Rows { get; } = [0f, 0f, 1f, -1f, 0.25f, 2f];

    private static ExperimentSpec Recipe(
        int epochs, OptimizerSpec optimizer, int seed = 1, LossKind loss = LossKind.Mse, params int[] hidden) => new()
        {
            Id = "",
            Model = "",
            Epochs = epochs,
            Optimizer = optimizer,
            Seed = seed,
            Data = Data with { RandomState = (uint)seed },
            Loss = new LossSpec { Kind = loss },
            Network = new NetworkSpec { Hidden = hidden, Activation = Activation.Tanh },
        };
}
