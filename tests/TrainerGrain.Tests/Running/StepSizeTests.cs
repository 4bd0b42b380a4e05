using Distributed.TrainerGrain.Running;

namespace Distributed.TrainerGrain.Tests.Running;

public sealed class StepSizeTests
{
    private static readonly TimeSpan Target = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Adapt_SteadyCost_SettlesAtTheTargetTime()
    {
        var size = new StepSize(Target);
        var cost = TimeSpan.FromMicroseconds(32);

        for (var i = 0; i < 10; i++)
        {
            size.Adapt(size.Epochs, size.Epochs * cost);
        }

        Assert.InRange(size.Epochs * cost, 0.9 * Target, Target);
    }

    [Fact]
    public void Adapt_AnEpochLongerThanTheTarget_StepsOneByOne()
    {
        var size = new StepSize(Target);

        size.Adapt(size.Epochs, size.Epochs * TimeSpan.FromSeconds(3));

        Assert.Equal(1, size.Epochs);
    }

    [Fact]
    public void Adapt_OneImmeasurablyShortStep_GrowsByABoundedFactor()
    {
        var size = new StepSize(Target);
        var before = size.Epochs;

        size.Adapt(before, TimeSpan.Zero);

        Assert.Equal(10 * before, size.Epochs);
    }
}
