using TorchSharp;
using static TorchSharp.torch;

namespace Distributed.Conformance.TorchSharp;

public sealed class RandomTests
{
    [Fact]
    public void ManualSeed_RepeatsTheNumbers()
    {
        manual_seed(42);
        var first = rand([100]).Doubles();
        manual_seed(42);

        Assert.Equal(first, rand([100]).Doubles());
        Assert.NotEqual(first, rand([100]).Doubles());
        Assert.Equal(42, initial_seed());
    }

    [Fact]
    public void RngState_CanBeSavedAndRestored()
    {
        using var state = get_rng_state();
        var first = randn([10]).Doubles();
        set_rng_state(state);

        Assert.Equal(first, randn([10]).Doubles());
    }

    [Fact]
    public void Generator_OfOnesOwn_LeavesTheDefaultOneAlone()
    {
        manual_seed(1);
        var expected = rand([5]).Doubles();
        manual_seed(1);
        using var own = new Generator(7);
        var first = rand([5], generator: own).Doubles();

        Assert.Equal(expected, rand([5]).Doubles());
        Assert.Equal(first, rand([5], generator: own.manual_seed(7)).Doubles());
        Assert.Equal(7, own.initial_seed());
    }

    [Fact]
    public void Generator_State_CanBeSavedAndRestored()
    {
        using var own = new Generator(3);
        using var state = own.get_state();
        var first = rand([5], generator: own).Doubles();
        own.set_state(state);

        Assert.Equal(first, rand([5], generator: own).Doubles());
    }

    [Fact]
    public void Distributions_HaveTheirRangeAndMean()
    {
        manual_seed(0);

        Assert.All(rand([1000]).Doubles(), value => Assert.InRange(value, 0, 0.99999999));
        Assert.InRange(rand([10000]).Doubles().Average(), 0.49, 0.51);
        Assert.InRange(randn([10000]).Doubles().Average(), -0.04, 0.04);
        Assert.All(zeros(1000).uniform_(-3, -2).Doubles(), value => Assert.InRange(value, -3, -2));
        Assert.InRange(zeros(10000).normal_(5, 0.1).Doubles().Average(), 4.99, 5.01);
        Assert.All(nn.init.uniform_(zeros(1000), 1, 2).Doubles(), value => Assert.InRange(value, 1, 2));
    }

    [Fact]
    public void KaimingUniform_WithRootFive_IsBoundedByOneOverTheRootOfTheInputs()
    {
        var weights = nn.init.kaiming_uniform_(zeros(100, 25), a: Math.Sqrt(5)).Doubles();

        Assert.All(weights, value => Assert.InRange(value, -0.2, 0.2));
        Assert.Contains(weights, value => Math.Abs(value) > 0.19);
    }
}
