using Distributed.Contracts.Experiments;
using FsCheck;
using FsCheck.Fluent;

namespace Distributed.Contracts.Tests.Experiments;

/// <summary>Random valid specs, over the whole range of every field.</summary>
internal static class SpecGenerator
{
    private const string NameCharacters = "abcXYZ019._-";

    private static readonly Gen<string> Name =
        from length in Gen.Choose(0, 20)
        from first in Gen.Elements("aZ0".ToCharArray())
        from rest in Gen.Elements(NameCharacters.ToCharArray()).ArrayOf(length)
        select first + new string(rest);

    /// <summary>Finite as float32, from the smallest to the largest.</summary>
    private static readonly Gen<double> Finite =
        from fraction in Unit
        from exponent in Gen.Choose(-60, 38)
        from sign in Gen.Elements(-1, 1)
        select sign * fraction * Math.Pow(10, exponent);

    private static readonly Gen<DataSpec> Regression =
        from features in Gen.Choose(1, 50)
        from informative in Gen.Choose(0, features)
        from samples in Gen.Choose(1, 100_000)
        from targets in Gen.Choose(1, 50)
        from noise in Finite
        from bias in Finite
        from shuffle in Gen.Elements(true, false)
        from randomState in Gen.Choose(int.MinValue, int.MaxValue)
        select (DataSpec)new RegressionData
        {
            Samples = samples,
            Features = features,
            Informative = informative,
            Targets = targets,
            Noise = Math.Abs(noise),
            Bias = bias,
            Shuffle = shuffle,
            RandomState = unchecked((uint)randomState),
        };

    private static readonly Gen<DataSpec> Inline =
        from samples in Gen.Choose(1, 10)
        from features in Gen.Choose(1, 5)
        from targets in Gen.Choose(1, 3)
        from x in Finite.ArrayOf(features).ArrayOf(samples)
        from y in Finite.ArrayOf(targets).ArrayOf(samples)
        select (DataSpec)new InlineData { X = x, Y = y };

    private static readonly Gen<OptimizerSpec> Sgd =
        from learningRate in Finite.Where(value => value > 0)
        from momentum in Unit
        from dampening in Unit
        from weightDecay in Finite
        from nesterov in Gen.Elements(true, false)
        select new OptimizerSpec
        {
            LearningRate = learningRate,
            Momentum = momentum,
            Dampening = nesterov ? 0 : dampening,
            WeightDecay = Math.Abs(weightDecay),
            Nesterov = nesterov && momentum > 0,
        };

    private static readonly Gen<OptimizerSpec> Adam =
        from optimizer in Sgd
        select new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = optimizer.LearningRate, WeightDecay = optimizer.WeightDecay };

    private static readonly Gen<NetworkSpec> Network =
        from layers in Gen.Choose(0, 8)
        from hidden in Gen.Choose(1, 1_024).ArrayOf(layers)
        from activation in Gen.Elements(Enum.GetValues<Activation>())
        select new NetworkSpec { Hidden = hidden, Activation = activation };

    private static readonly Gen<LossSpec> Loss =
        from kind in Gen.Elements(Enum.GetValues<LossKind>())
        from delta in Finite.Where(value => value > 0)
        select new LossSpec { Kind = kind, Delta = delta };

    public static readonly Arbitrary<ExperimentSpec> Valid = Arb.From(
        from id in Name
        from model in Name
        from data in Gen.OneOf(Regression, Inline)
        from network in Network
        from loss in Loss
        from optimizer in Gen.OneOf(Sgd, Adam)
        from epochs in Gen.Choose(1, 10_000_000)
        from seed in Gen.Choose(0, int.MaxValue)
        select new ExperimentSpec
        {
            Id = id,
            Model = model,
            Data = data,
            Network = network,
            Loss = loss,
            Optimizer = optimizer,
            Epochs = epochs,
            Seed = (long)seed << 22,
        });

    /// <summary>Uniform in [0, 1).</summary>
    private static Gen<double> Unit => from value in Gen.Choose(0, int.MaxValue - 1) select value / (double)int.MaxValue;
}
