using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

public abstract class RungContract(TestStore store) : StoreContract(store)
{
    /// <summary>Losses that share leading bytes or none, equal ones, the extremes, both zeros, and what is not finite.</summary>
    private static readonly float[] Hard =
    [
        1, 1.0000001f, 1.0000002f, 1.5f, 2, -1, -1.0000001f, 0, -0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue,
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1, 0.1f, 4378.2764f, 4378.277f, float.NaN, 1e-20f, 1e20f, -1e20f,
    ];

    [Fact]
    public async Task Record_HardLosses_RankAsByHand() => await AssertRankedAsync(Hard);

    [Theory]
    [InlineData(20261122)]
    [InlineData(4711)]
    public async Task Record_RandomLosses_RankAsByHand(int seed)
    {
        var random = new Random(seed);
        var losses = Enumerable.Range(0, 150).Select(i => i % 3 == 0 ? random.Next(5) : (float)Math.Exp(random.NextDouble() * 9));
        await AssertRankedAsync([.. losses]);
    }

    [Fact]
    public async Task Record_SameExperimentAgain_TheFirstLossAndItsStandingStand()
    {
        await Make.AddAsync(One, Make.Sweep("s"));
        await One.Rungs.RecordAsync("s", 0, "a", 5f);
        await One.Rungs.RecordAsync("s", 0, "b", 5f);
        Assert.Equal(new RungStanding(0, 1), await Two.Rungs.RecordAsync("s", 0, "a", 9f));
        await One.Rungs.RecordAsync("s", 0, "c", 4f);
        Assert.Equal(new RungStanding(0, 1), await Two.Rungs.RecordAsync("s", 0, "a", 1f));
        Assert.Equal(new RungStanding(0, 2), await Two.Rungs.RecordAsync("s", 0, "b", float.NaN));
        Assert.Equal(new RungStanding(3, 4), await Two.Rungs.RecordAsync("s", 0, "d", 6f));
    }

    [Fact]
    public async Task Record_OtherRungOrOtherSweep_RanksByItself()
    {
        await Make.AddAsync(One, Make.Sweep("s"));
        await Make.AddAsync(One, Make.Sweep("t"));
        await One.Rungs.RecordAsync("s", 0, "a", 1f);
        Assert.Equal(new RungStanding(0, 1), await One.Rungs.RecordAsync("s", 1, "b", 2f));
        Assert.Equal(new RungStanding(0, 1), await One.Rungs.RecordAsync("t", 0, "b", 2f));
        Assert.Equal(new RungStanding(1, 2), await One.Rungs.RecordAsync("s", 0, "b", 2f));
    }

    [Fact]
    public async Task Record_SweepThatIsGone_NotesNothing()
    {
        Assert.Equal(new RungStanding(0, 0), await One.Rungs.RecordAsync("s", 0, "a", 1f));
        await Make.AddAsync(One, Make.Sweep("s"));
        Assert.Equal(new RungStanding(0, 1), await One.Rungs.RecordAsync("s", 0, "b", 2f));
    }

    [Fact]
    public async Task Record_ManyEqualAtOnceFromTwoHandles_NoneIsBetterAndEachIsCounted()
    {
        const int Count = 60;
        await Make.AddAsync(One, Make.Sweep("s"));
        var standings = await Task.WhenAll(Enumerable.Range(0, Count).Select(
            i => (i % 2 == 0 ? One : Two).Rungs.RecordAsync("s", 0, $"e{i}", 1f)));
        Assert.Equal(Enumerable.Range(1, Count), standings.Select(standing => standing.Total).Order());
        Assert.All(standings, standing => Assert.Equal(0, standing.Better));
    }

    private async Task AssertRankedAsync(float[] losses)
    {
        await Make.AddAsync(One, Make.Sweep("s"));
        for (var i = 0; i < losses.Length; i++)
        {
            Assert.Equal(StandingOf(i), await One.Rungs.RecordAsync("s", 0, $"e{i}", losses[i]));
        }

        for (var i = 0; i < losses.Length; i++)
        {
            Assert.Equal(StandingOf(i), await Two.Rungs.RecordAsync("s", 0, $"e{i}", 0f));
        }

        RungStanding StandingOf(int i) => new(losses.Take(i).Count(earlier => IsBetter(earlier, losses[i])), i + 1);
    }

    private static bool IsBetter(float loss, float other) => float.IsFinite(loss) && (!float.IsFinite(other) || loss < other);
}
