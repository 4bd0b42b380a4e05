using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Sweeps;

namespace Distributed.TrainerGrain.Tests.Recovery;

/// <summary>What the catalog lists of sweeps that have ended; each store has to pass.</summary>
public abstract class EndedSweepContract
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task List_UnfinishedOfSweepsThatHaveEnded_LeavesOutAllOthers()
    {
        await using var store = await OpenStoreAsync();
        await AddSweepAsync(store, "completed", SweepPhase.Completed, Noon);
        await AddSweepAsync(store, "running", SweepPhase.Running, ended: null);
        await AddSweepAsync(store, "cancelled", SweepPhase.Cancelled, Noon);
        (string Id, string? Sweep, ExperimentPhase Phase)[] experiments =
        [
            ("a", "cancelled", ExperimentPhase.Queued), ("b", "running", ExperimentPhase.Queued), ("c", null, ExperimentPhase.Queued),
            ("d", "completed", ExperimentPhase.Queued), ("e", "completed", ExperimentPhase.Completed), ("f", "cancelled", ExperimentPhase.Queued),
            ("g", "completed", ExperimentPhase.Running), ("h", "running", ExperimentPhase.Running),
        ];
        foreach (var (id, sweep, phase) in experiments)
        {
            var line = new ExperimentView(id, "m", phase, 0, 1, null, null, null, null, Noon, null, null) { Sweep = sweep };
            Assert.True((await store.GrainStates.WriteAsync(ExperimentState.Name, id, null, [1], line)).Written);
        }

        ExperimentPhase[] unfinished = [ExperimentPhase.Queued, ExperimentPhase.Running];
        Assert.Equal(["a", "d", "f", "g"], await PagesAsync(store, new CatalogQuery { SweepEnded = true, Phases = unfinished, Limit = 2 }));
        Assert.Equal(["a", "d", "e", "f", "g"], await PagesAsync(store, new CatalogQuery { SweepEnded = true, Limit = 3 }));
        Assert.Equal(["a", "f"], await PagesAsync(store, new CatalogQuery { SweepEnded = true, Sweep = "cancelled" }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Catalog.ListAsync(new CatalogQuery { SweepEnded = true, Alone = true }));
    }

    protected abstract Task<StoreDatabase> OpenStoreAsync();

    private static async Task AddSweepAsync(StoreDatabase store, string id, SweepPhase phase, DateTimeOffset? ended) => Assert.True(
        (await store.GrainStates.WriteAsync(SweepState.Name, id, null, [1], new SweepEntry(id, phase, 3, Noon, ended))).Written);

    private static async Task<List<string>> PagesAsync(StoreDatabase store, CatalogQuery query)
    {
        var ids = new List<string>();
        for (CatalogPlace? after = default(CatalogPlace); after is { } place;)
        {
            var page = await store.Catalog.ListAsync(query with { After = place });
            ids.AddRange(page.Entries.Select(entry => entry.Id));
            after = page.Next;
        }

        return ids;
    }
}
