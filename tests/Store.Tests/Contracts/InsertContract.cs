using Distributed.Contracts.Experiments;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

/// <summary>Many new states in one transaction.</summary>
public abstract class InsertContract(TestStore store) : StoreContract(store)
{
    [Theory]
    [InlineData(1)]
    [InlineData(1200)]
    public async Task InsertAll_New_EachHasItsRowAndItsLineInOrder(int count)
    {
        Assert.Equal(count, await InsertAsync(One, States(0, count)));
        var last = $"e{count - 1}";
        var stored = await Two.GrainStates.ReadAsync(Make.Kind, last);
        Assert.Equal(Make.Bytes(last), stored!.Data);
        Assert.True((await Two.GrainStates.WriteAsync(Make.Kind, last, stored.ETag, [1], Make.Entry(last))).Written);

        var skipped = Math.Max(0, count - 1000);
        var page = await Two.Catalog.ListAsync(new CatalogQuery { Limit = 1000, After = new CatalogPlace(null, skipped) });
        Assert.Equal(Enumerable.Range(skipped, count - skipped).Select(i => $"e{i}"), page.Entries.Select(entry => entry.Id));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task InsertAll_SomeAreThere_LeavesThoseAlone()
    {
        await InsertAsync(One, States(0, 5));
        var kept = await One.GrainStates.ReadAsync(Make.Kind, "e3");
        var old = await One.GrainStates.ReadAsync(Make.Kind, "e4");
        await One.GrainStates.WriteAsync(Make.Kind, "e4", old!.ETag, [4], Make.Entry("e4", ExperimentPhase.Completed));

        Assert.Equal(3, await InsertAsync(Two, States(0, 8)));
        Assert.Equal(kept!.ETag, (await One.GrainStates.ReadAsync(Make.Kind, "e3"))!.ETag);
        Assert.Equal(ExperimentPhase.Completed, (await One.Catalog.FindAsync("e4"))!.Phase);
        Assert.Equal(8, (await One.Catalog.ListAsync(new CatalogQuery())).Entries.Count);
        Assert.Equal(0, await InsertAsync(One, States(0, 8)));
    }

    [Fact]
    public async Task InsertAll_TwiceInOneCall_IsInsertedOnce()
    {
        Assert.Equal(2, await InsertAsync(One, [.. States(0, 2), .. States(0, 2)]));
        Assert.Equal(2, (await One.Catalog.ListAsync(new CatalogQuery())).Entries.Count);
    }

    [Fact]
    public async Task InsertAll_Nothing_IsNone() => Assert.Equal(0, await InsertAsync(One, []));

    [Fact]
    public async Task InsertAll_OneIsOfAnotherKind_InsertsNone()
    {
        await One.GrainStates.WriteAsync("other", "e1", null, [1], Make.Entry("e1"));
        var refused = await Assert.ThrowsAsync<StoreException>(() => InsertAsync(One, States(0, 3)));
        Assert.Equal(StoreFault.Refused, refused.Fault);
        Assert.Null(await Two.GrainStates.ReadAsync(Make.Kind, "e0"));
        Assert.Single((await Two.Catalog.ListAsync(new CatalogQuery())).Entries);
    }

    [Fact]
    public async Task InsertAll_FenceOfAnEarlierOwner_InsertsNone()
    {
        var fence = await FenceAsync(One);
        Assert.Equal(2, await One.GrainStates.InsertAllAsync(Make.Kind, States(0, 2), fence));
        await Two.GrainStates.WriteAsync(fence.GrainKind, fence.Key, fence.ETag, [2], entry: null);

        Assert.Null(await One.GrainStates.InsertAllAsync(Make.Kind, States(2, 4), fence));
        Assert.Equal(2, (await One.Catalog.ListAsync(new CatalogQuery())).Entries.Count);
    }

    private static async Task<int?> InsertAsync(StoreDatabase database, List<NewState> states) =>
        await database.GrainStates.InsertAllAsync(Make.Kind, states, await FenceAsync(database));

    private static async Task<GrainFence> FenceAsync(StoreDatabase database)
    {
        var present = await database.GrainStates.ReadAsync("maker", "s");
        var written = await database.GrainStates.WriteAsync("maker", "s", present?.ETag, [1], entry: null);
        return new GrainFence("maker", "s", written.ETag!);
    }

    private static List<NewState> States(int from, int until) =>
        [.. Enumerable.Range(from, until - from).Select(i => new NewState(Make.Bytes($"e{i}"), Make.Entry($"e{i}") with { Sweep = "s" }))];
}
