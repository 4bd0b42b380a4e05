using Distributed.TrainerGrain.Data;

namespace Distributed.TrainerGrain.Tests.Data;

public sealed class MersenneTwisterTests
{
    /// <summary>The C++ standard fixes the 10,000th output of <c>std::mt19937</c>, whose default seed is 5489.</summary>
    [Fact]
    public void NextUInt32_StandardsSeed_GivesTheStandardsNumbers()
    {
        var bits = new MersenneTwister(5489);

        var outputs = Enumerable.Range(0, 10_000).Select(_ => bits.NextUInt32()).ToArray();

        Assert.Equal(3499211612u, outputs[0]);
        Assert.Equal(4123659995u, outputs[9_999]);
    }

    [Fact]
    public void NextUInt32_LargestSeed_GivesNumpysNumbers()
    {
        var bits = new MersenneTwister(uint.MaxValue);

        Assert.Equal(
            [419326371, 479346978, 3918654476, 2416749639, 3388880820],
            Enumerable.Range(0, 5).Select(_ => bits.NextUInt32()));
    }
}
