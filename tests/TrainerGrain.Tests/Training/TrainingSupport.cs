using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Tests.Reference;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Training;

/// <summary>Shared by the tests of training.</summary>
internal static class TrainingSupport
{
    public static TorchEngine Engine { get; } = new();

    public static ITrainingSession SetUp(this ReferenceCase reference) => TorchEngine.SetUpTextbook(reference.Spec, reference.Data);

    /// <summary>Weight and bias of each layer, in order.</summary>
    public static float[][] Weights(this ITrainingSession session) =>
        [.. session.Export().Layers.SelectMany(layer => new[] { layer.Weight, layer.Bias })];

    public static int[] Bits(this IEnumerable<float> values) => [.. values.Select(BitConverter.SingleToInt32Bits)];

    public static int[] WeightBits(this ITrainingSession session) => session.Weights().SelectMany(weights => weights).Bits();

    /// <summary>Each element within a relative distance; zero only equals zero.</summary>
    public static void AssertClose(IEnumerable<float> expected, IEnumerable<float> actual, double tolerance = 1e-5)
    {
        var pairs = expected.Zip(actual).ToArray();
        Assert.Equal(expected.Count(), actual.Count());
        Assert.All(pairs, pair => Assert.InRange(pair.Second, Low(pair.First, tolerance), High(pair.First, tolerance)));
    }

    /// <summary>A small data set with features of different sizes and no sample that fits exactly.</summary>
    public static DataSet SmallData(int samples = 12, int features = 3, int targets = 2)
    {
        var random = new Random(7);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() * 4) - 2)];
        return new DataSet(Draw(samples * features), Draw(samples * targets), samples, features, targets);
    }

    public static ExperimentSpec Spec(
        OptimizerSpec? optimizer = null, LossSpec? loss = null, NetworkSpec? network = null, int epochs = 60, long seed = 3) => new()
        {
            Id = "test",
            Model = "test",
            Optimizer = optimizer ?? new OptimizerSpec(),
            Loss = loss ?? new LossSpec(),
            Network = network ?? new NetworkSpec(),
            Epochs = epochs,
            Seed = seed,
        };

    private static double Low(float value, double tolerance) => value - (Math.Abs((double)value) * tolerance);

    private static double High(float value, double tolerance) => value + (Math.Abs((double)value) * tolerance);
}
