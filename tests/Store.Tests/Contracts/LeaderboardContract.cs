using Distributed.Contracts.Experiments;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

/// <summary>The catalog in the order of final losses.</summary>
public abstract class LeaderboardContract(TestStore store) : StoreContract(store)
{
    private static readonly CatalogQuery ByLoss = new() { Order = CatalogOrder.Loss };

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public async Task List_ByLossPageByPage_AgreesWithSortingByHand(int limit)
    {
        var all = await AddAsync(40);
        foreach (var sweep in new[] { null, "s1", "s2" })
        {
            foreach (var model in new[] { null, "m1" })
            {
                foreach (double? below in new double?[] { null, 2, -1 })
                {
                    var query = ByLoss with { Sweep = sweep, Alone = sweep is null, Model = model, LossBelow = below, Limit = limit };
                    var expected = Sorted(all.Where(entry => entry.Sweep == sweep), model, below);
                    Assert.Equal(expected, await PagesAsync(query));
                }
            }
        }
    }

    [Fact]
    public async Task List_ByLossOfEverything_AgreesWithSortingByHand()
    {
        var all = await AddAsync(40);
        Assert.Equal(Sorted(all, null, null), await PagesAsync(ByLoss with { Limit = 7 }));
        var query = ByLoss with { Limit = 7, Model = "m2", LossBelow = 1.5, Phases = [ExperimentPhase.Completed] };
        Assert.Equal(Sorted(all, "m2", 1.5), await PagesAsync(query));
    }

    [Fact]
    public async Task List_ByLoss_TheLossOfOneThatTrainsOnLeaves()
    {
        var etag = await Make.AddAsync(One, Completed("a", 1));
        await Make.AddAsync(One, Completed("b", 2));
        Assert.Equal(["a", "b"], await PagesAsync(ByLoss with { Sweep = "s" }));
        await One.GrainStates.WriteAsync(Make.Kind, "a", etag, [1], Completed("a", 1) with { Phase = ExperimentPhase.Queued });
        Assert.Equal(["b"], await PagesAsync(ByLoss with { Sweep = "s" }));
    }

    [Fact]
    public async Task List_ByLossFromItsPlaceAsText_GoesOnExactlyThere()
    {
        for (var i = 0; i < 3; i++)
        {
            await Make.AddAsync(One, Completed($"e{i}", 0.1f + (i / 3 * 0.1f)));
        }

        var first = await One.Catalog.ListAsync(ByLoss with { Sweep = "s", Limit = 2 });
        Assert.Equal((double)0.1f, first.Last.Loss);
        Assert.True(CatalogPlace.TryParse(first.Next.ToString(), out var place));
        Assert.Equal(["e2"], await PagesAsync(ByLoss with { Sweep = "s", After = place }));
    }

    [Fact]
    public async Task List_ContradictoryQueries_AreRefused()
    {
        CatalogQuery[] queries =
        [
            ByLoss with { Phases = [ExperimentPhase.Completed, ExperimentPhase.Running] },
            ByLoss with { Phases = [ExperimentPhase.Queued] },
            ByLoss with { After = new CatalogPlace(null, 3) },
            new() { After = new CatalogPlace(0.5, 3) },
            new() { LossBelow = 1 },
        ];
        foreach (var query in queries)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => One.Catalog.ListAsync(query));
        }
    }

    private static ExperimentView Completed(string id, float? loss) =>
        Make.Entry(id, ExperimentPhase.Completed) with { Loss = loss, Sweep = "s" };

    private static List<string> Sorted(IEnumerable<ExperimentView> entries, string? model, double? below) =>
    [
        .. entries
            .Where(entry => entry.Phase == ExperimentPhase.Completed && entry.Loss is { } loss && float.IsFinite(loss))
            .Where(entry => entry.Model == (model ?? entry.Model) && (below is null || entry.Loss < below))
            .OrderBy(entry => entry.Loss)
            .Select(entry => entry.Id),
    ];

    /// <summary>Experiments of two sweeps and of none, most completed, with losses of which many are equal and some not finite.</summary>
    private async Task<List<ExperimentView>> AddAsync(int count)
    {
        float?[] losses = [3, 1, null, -2, 1, float.NaN, 0, 1.25f, float.PositiveInfinity];
        var entries = Enumerable.Range(0, count).Select(i => Completed($"e{i}", losses[i % losses.Length]) with
        {
            Phase = i % 5 == 4 ? ExperimentPhase.Running : ExperimentPhase.Completed,
            Model = $"m{i / 3 % 3}",
            Sweep = i % 3 == 0 ? null : $"s{i % 3}",
        }).ToList();
        foreach (var entry in entries)
        {
            await Make.AddAsync(One, entry);
        }

        return entries;
    }

    private async Task<List<string>> PagesAsync(CatalogQuery query)
    {
        var ids = new List<string>();
        for (CatalogPlace? after = query.After; after is { } place;)
        {
            var page = await Two.Catalog.ListAsync(query with { After = place });
            ids.AddRange(page.Entries.Select(entry => entry.Id));
            Assert.True(page.Entries.Count <= query.Limit);
            after = page.Next;
        }

        return ids;
    }
}
