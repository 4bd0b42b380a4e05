using Distributed.TrainerGrain.Running;

namespace Distributed.TrainerGrain.Tests.Running;

public sealed class StackStepSizesTests
{
    private static readonly TimeSpan Target = TimeSpan.FromMilliseconds(100);

    private readonly StackStepSizes _sizes = new(Target);

    [Theory]
    [InlineData(1, 1024)]
    [InlineData(1024, 1)]
    [InlineData(3, 100)]
    public void EpochsFor_StacksOfAnotherSize_AreNeverTooLongForTheTarget(int known, int asked)
    {
        Learn(known);

        // Sizes within one power of two share what they learn.
        Assert.InRange(_sizes.EpochsFor(asked) * CostOf(asked), TimeSpan.Zero, 2 * Target);
    }

    [Theory, InlineData(1), InlineData(100), InlineData(1024)]
    public void EpochsFor_StacksThatWereSeen_FillTheTarget(int members)
    {
        Learn(1);
        Learn(members);
        Learn(1024);

        Assert.InRange(_sizes.EpochsFor(members) * CostOf(members), 0.9 * Target, Target);
    }

    [Fact]
    public void EpochsFor_WhenAnEpochIsLongerThanTheTarget_IsOne()
    {
        _sizes.Adapt(1, 10, TimeSpan.FromSeconds(10));

        Assert.Equal(1, _sizes.EpochsFor(1));
        Assert.Equal(1, _sizes.EpochsFor(1024));
    }

    private static TimeSpan CostOf(int members) => TimeSpan.FromMicroseconds(50 + members);

    private void Learn(int members)
    {
        for (var i = 0; i < 10; i++)
        {
            var epochs = _sizes.EpochsFor(members);
            _sizes.Adapt(members, epochs, epochs * CostOf(members));
        }
    }
}
