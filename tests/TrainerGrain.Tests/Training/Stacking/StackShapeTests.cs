using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Training.Stacking;

namespace Distributed.TrainerGrain.Tests.Training.Stacking;

public sealed class StackShapeTests
{
    private static readonly ExperimentSpec Plain = TrainingSupport.Spec(OptimizerSettings.Get("sgd, momentum"));

    public static TheoryData<ExperimentSpec> Same => new(
        Plain with { Id = "other", Seed = 5, Epochs = 7 },
        Plain with { Optimizer = Plain.Optimizer with { LearningRate = 1, Momentum = 0.1 } },
        Plain with { Loss = new LossSpec { Delta = 3 } },
        Plain with { Network = new NetworkSpec { Activation = Activation.Tanh } });

    public static TheoryData<ExperimentSpec> Other => new(
        Plain with { Network = new NetworkSpec { Hidden = [4] } },
        Plain with { Loss = new LossSpec { Kind = LossKind.Huber } },
        Plain with { Optimizer = new OptimizerSpec() },
        Plain with { Optimizer = new OptimizerSpec { Kind = OptimizerKind.Adam } },
        Plain with { Optimizer = Plain.Optimizer with { Dampening = 0.1 } },
        Plain with { Optimizer = Plain.Optimizer with { Nesterov = true } },
        Plain with { Optimizer = Plain.Optimizer with { WeightDecay = 0.1 } });

    [Theory, MemberData(nameof(Same), DisableDiscoveryEnumeration = true)]
    public void Of_OtherNumbers_IsTheSameShape(ExperimentSpec spec) => Assert.Equal(Of(Plain), Of(spec));

    [Theory, MemberData(nameof(Other), DisableDiscoveryEnumeration = true)]
    public void Of_OtherOperations_IsAnotherShape(ExperimentSpec spec) => Assert.NotEqual(Of(Plain), Of(spec));

    [Fact]
    public void Of_OtherSizesOfData_IsAnotherShape()
    {
        Assert.NotEqual(Of(Plain), StackShape.Of(Plain, TrainingSupport.SmallData(samples: 13)));
        Assert.NotEqual(Of(Plain), StackShape.Of(Plain, TrainingSupport.SmallData(features: 4)));
        Assert.NotEqual(Of(Plain), StackShape.Of(Plain, TrainingSupport.SmallData(targets: 1)));
    }

    private static StackShape Of(ExperimentSpec spec) => StackShape.Of(spec, TrainingSupport.SmallData());
}
