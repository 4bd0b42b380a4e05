using Distributed.Contracts.Experiments;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

public abstract class CatalogContract(TestStore store) : StoreContract(store)
{
    [Fact]
    public async Task Find_GivesEveryFieldBack()
    {
        var entry = new ExperimentView(
            "a", "m", ExperimentPhase.Failed, 7, 100, 0.1f, 3, "Wärme – \"no\"", "silo 1",
            Make.Noon, Make.Noon.AddTicks(1), Make.Noon.AddDays(1))
        {
            Sweep = "s",
        };
        await Make.AddAsync(One, entry);
        Assert.Equal(entry, await Two.Catalog.FindAsync("a"));
    }

    [Fact]
    public async Task Find_NoneOfThatName_IsNull() => Assert.Null(await One.Catalog.FindAsync("a"));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public async Task Find_LossNotFinite_IsNull(float loss)
    {
        await Make.AddAsync(One, Make.Entry("a") with { Loss = loss });
        Assert.Null((await One.Catalog.FindAsync("a"))!.Loss);
    }

    [Fact]
    public async Task List_Empty_IsOneEmptyPage() => Assert.Equal((0, null), await CountAsync(new CatalogQuery()));

    [Fact]
    public async Task List_OrderIsThatOfAcceptance_AlsoAfterChanges()
    {
        foreach (var id in new[] { "c", "a", "b" })
        {
            await Make.AddAsync(One, Make.Entry(id));
        }

        var state = await One.GrainStates.ReadAsync(Make.Kind, "c");
        await One.GrainStates.WriteAsync(Make.Kind, "c", state!.ETag, [1], Make.Entry("c", ExperimentPhase.Running));
        Assert.Equal(["c", "a", "b"], await IdsAsync(new CatalogQuery()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(11)]
    public async Task List_PageByPage_GivesEachOnce_WhileOthersCome(int limit)
    {
        await AddAsync(10);
        var seen = new List<string>();
        CatalogPlace? after = default(CatalogPlace);
        while (after is not null)
        {
            var page = await Two.Catalog.ListAsync(new CatalogQuery { After = after.Value, Limit = limit });
            Assert.True(page.Entries.Count <= limit);
            seen.AddRange(page.Entries.Select(entry => entry.Id));
            if (after == default(CatalogPlace))
            {
                await Make.AddAsync(One, Make.Entry("late"));
            }

            after = page.Next;
        }

        var expected = Enumerable.Range(0, 10).Select(i => $"e{i}");
        var latecomerIsSeen = limit < 10;
        Assert.Equal(latecomerIsSeen ? expected.Append("late") : expected, seen);
    }

    [Fact]
    public async Task List_LastPageFull_HasNoNext()
    {
        await AddAsync(4);
        Assert.Equal((4, null), await CountAsync(new CatalogQuery { Limit = 4 }));
    }

    [Fact]
    public async Task List_EveryFilter_AgreesWithFilteringByHand()
    {
        await AddAsync(60);
        var all = (await One.Catalog.ListAsync(new CatalogQuery())).Entries;
        IReadOnlyList<ExperimentPhase>[] phases =
        [
            [],
            [ExperimentPhase.Queued],
            [ExperimentPhase.Failed, ExperimentPhase.Running, ExperimentPhase.Failed],
            [.. Enum.GetValues<ExperimentPhase>()],
        ];
        foreach (var phase in phases)
        {
            foreach (var model in new[] { null, "m0", "m3", "none" })
            {
                var expected = all
                    .Where(entry => (phase.Count == 0 || phase.Contains(entry.Phase)) && entry.Model == (model ?? entry.Model))
                    .ToList();
                var query = new CatalogQuery { Phases = phase, Model = model };
                Assert.Equal(expected.Select(entry => entry.Id), await IdsAsync(query));
                Assert.Equal(IdsOf(expected, null), await IdsAsync(query with { Alone = true }));
                Assert.Equal(IdsOf(expected, "s1"), await IdsAsync(query with { Sweep = "s1" }));
                Assert.Empty(await IdsAsync(query with { Sweep = "none" }));
            }
        }
    }

    [Fact]
    public async Task List_OfASweepPageByPage_GivesEachOnceWithItsPlace()
    {
        await AddAsync(30);
        var query = new CatalogQuery { Sweep = "s2", Limit = 4 };
        var seen = new List<string>();
        for (CatalogPage? page = null; page is null || page.Next is not null;)
        {
            page = await Two.Catalog.ListAsync(query with { After = page?.Next ?? default });
            Assert.Equal(page.Next ?? page.Last, page.Last);
            Assert.Null(page.Last.Loss);
            seen.AddRange(page.Entries.Select(entry => entry.Id));
        }

        Assert.Equal(Enumerable.Range(0, 30).Where(i => i % 3 == 2).Select(i => $"e{i}"), seen);
    }

    [Fact]
    public async Task List_Empty_LastIsTheBeginning() =>
        Assert.Equal(default, (await One.Catalog.ListAsync(new CatalogQuery { Sweep = "s" })).Last);

    [Fact]
    public async Task List_OfASweepAndOfNone_IsRefused() => await Assert.ThrowsAsync<ArgumentException>(
        () => One.Catalog.ListAsync(new CatalogQuery { Sweep = "s", Alone = true }));

    [Fact]
    public async Task Count_OfASweep_AgreesWithCountingByHand()
    {
        await AddAsync(60);
        var all = (await One.Catalog.ListAsync(new CatalogQuery { Sweep = "s1" })).Entries;
        var counts = await Two.Catalog.CountAsync("s1");
        Assert.Equal(20, counts.Values.Sum());
        Assert.All(
            Enum.GetValues<ExperimentPhase>(),
            phase => Assert.Equal(all.Count(entry => entry.Phase == phase), counts.GetValueOrDefault(phase)));
        Assert.Empty(await Two.Catalog.CountAsync("none"));
    }

    [Fact]
    public async Task CountUnfinished_UpToAPlace_CountsQueuedAndRunningUpToIt()
    {
        await AddAsync(60);
        for (var limit = 1; limit <= 20; limit++)
        {
            var page = await One.Catalog.ListAsync(new CatalogQuery { Sweep = "s1", Limit = limit });
            var expected = page.Entries.Count(entry => entry.Phase is ExperimentPhase.Queued or ExperimentPhase.Running);
            Assert.Equal(expected, await Two.Catalog.CountUnfinishedAsync("s1", page.Last.Sequence));
        }

        Assert.Equal(0, await Two.Catalog.CountUnfinishedAsync("none", long.MaxValue));
    }

    [Fact]
    public async Task Write_SweepOfAnExperiment_FollowsItsState()
    {
        var etag = await Make.AddAsync(One, Make.Entry("a") with { Sweep = "s" });
        Assert.Equal(["a"], await IdsAsync(new CatalogQuery { Sweep = "s" }));
        await One.GrainStates.WriteAsync(Make.Kind, "a", etag, [1], Make.Entry("a"));
        Assert.Empty(await IdsAsync(new CatalogQuery { Sweep = "s" }));
        Assert.Equal(["a"], await IdsAsync(new CatalogQuery { Alone = true }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task List_LimitOutOfRange_IsRefused(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => One.Catalog.ListAsync(new CatalogQuery { Limit = limit }));

    [Fact]
    public async Task Write_SecondKindForTheSameExperiment_FailsAlone()
    {
        await Make.AddAsync(One, Make.Entry("a"));
        var exception = await Assert.ThrowsAsync<StoreException>(
            () => One.GrainStates.WriteAsync("other", "a", null, [1], Make.Entry("a")));
        Assert.Equal(StoreFault.Refused, exception.Fault);
        Assert.Null(await One.GrainStates.ReadAsync("other", "a"));
    }

    private async Task AddAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var entry = Make.Entry($"e{i}", (ExperimentPhase)(i % 7 % 6), $"m{i % 4}");
            await Make.AddAsync(One, entry with { Sweep = i % 3 == 0 ? null : $"s{i % 3}" });
        }
    }

    private static IEnumerable<string> IdsOf(IEnumerable<ExperimentView> entries, string? sweep) =>
        entries.Where(entry => entry.Sweep == sweep).Select(entry => entry.Id);

    private async Task<IEnumerable<string>> IdsAsync(CatalogQuery query) =>
        (await Two.Catalog.ListAsync(query)).Entries.Select(entry => entry.Id);

    private async Task<(int Count, CatalogPlace? Next)> CountAsync(CatalogQuery query)
    {
        var page = await Two.Catalog.ListAsync(query);
        return (page.Entries.Count, page.Next);
    }
}
