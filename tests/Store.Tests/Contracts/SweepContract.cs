using Distributed.Contracts.Sweeps;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

public abstract class SweepContract(TestStore store) : StoreContract(store)
{
    [Fact]
    public async Task Find_GivesEveryFieldBack()
    {
        var entry = new SweepEntry("s", SweepPhase.Cancelled, 100_000, Make.Noon, Make.Noon.AddDays(1).AddTicks(1));
        await Make.AddAsync(One, entry);
        Assert.Equal(entry, await Two.Sweeps.FindAsync("s"));
    }

    [Fact]
    public async Task Find_NoneOfThatName_IsNull() => Assert.Null(await One.Sweeps.FindAsync("s"));

    [Fact]
    public async Task Write_Present_MovesTheLineAlong()
    {
        var etag = await Make.AddAsync(One, Make.Sweep("s"));
        var paused = Make.Sweep("s", SweepPhase.Paused);
        var written = await Two.GrainStates.WriteAsync(Make.SweepKind, "s", etag, [1], paused);
        Assert.True(written.Written);
        Assert.Equal(paused, await One.Sweeps.FindAsync("s"));
        Assert.Equal([1], (await One.GrainStates.ReadAsync(Make.SweepKind, "s"))!.Data);
    }

    [Fact]
    public async Task Write_StaleETag_ChangesNothing()
    {
        var etag = await Make.AddAsync(One, Make.Sweep("s"));
        var stale = await Two.GrainStates.WriteAsync(Make.SweepKind, "s", "stale", [1], Make.Sweep("s", SweepPhase.Completed));
        Assert.Equal(new StateWrite(false, etag), stale);
        Assert.Equal(Make.Sweep("s"), await One.Sweeps.FindAsync("s"));
    }

    [Fact]
    public async Task Write_EntryOfAnotherName_IsRefused() => await Assert.ThrowsAsync<ArgumentException>(
        () => One.GrainStates.WriteAsync(Make.SweepKind, "s", null, [1], Make.Sweep("other")));

    [Fact]
    public async Task Clear_TakesTheLineAndItsRungsAlong_ItsExperimentsStay()
    {
        var etag = await Make.AddAsync(One, Make.Sweep("s"));
        await Make.AddAsync(One, Make.Entry("a") with { Sweep = "s" });
        await One.Rungs.RecordAsync("s", 0, "a", 1f);
        Assert.True((await Two.GrainStates.ClearAsync(Make.SweepKind, "s", etag)).Written);
        Assert.Null(await One.Sweeps.FindAsync("s"));
        Assert.Single((await One.Catalog.ListAsync(new CatalogQuery { Sweep = "s" })).Entries);

        await Make.AddAsync(One, Make.Sweep("s"));
        Assert.Equal(new RungStanding(0, 1), await Two.Rungs.RecordAsync("s", 0, "b", 2f));
    }

    [Fact]
    public async Task Write_SweepAndExperimentOfOneName_AreTwo()
    {
        await Make.AddAsync(One, Make.Sweep("a"));
        var etag = await Make.AddAsync(One, Make.Entry("a"));
        await One.GrainStates.ClearAsync(Make.Kind, "a", etag);
        Assert.NotNull(await Two.Sweeps.FindAsync("a"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task List_PageByPage_GivesEachOnceInTheOrderOfAcceptance(int limit)
    {
        var all = Enumerable.Range(0, 12).Select(i => Make.Sweep($"s{(i * 5) % 12}", (SweepPhase)(i % 4), i)).ToList();
        foreach (var entry in all)
        {
            await Make.AddAsync(One, entry);
        }

        SweepPhase[][] filters = [[], [SweepPhase.Paused], [SweepPhase.Completed, SweepPhase.Running, SweepPhase.Completed]];
        foreach (var phases in filters)
        {
            Assert.Equal(
                all.Where(entry => phases.Length == 0 || phases.Contains(entry.Phase)),
                await PagesAsync(new SweepQuery { Phases = phases, Limit = limit }));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task List_LimitOutOfRange_IsRefused(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => One.Sweeps.ListAsync(new SweepQuery { Limit = limit }));

    private async Task<List<SweepEntry>> PagesAsync(SweepQuery query)
    {
        var entries = new List<SweepEntry>();
        for (long? after = 0; after is { } place;)
        {
            var page = await Two.Sweeps.ListAsync(query with { After = place });
            Assert.True(page.Entries.Count <= query.Limit);
            entries.AddRange(page.Entries);
            after = page.Next;
        }

        return entries;
    }
}
