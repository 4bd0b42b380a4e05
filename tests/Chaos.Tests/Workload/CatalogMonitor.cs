using Distributed.Chaos.Tests.Support;
using Distributed.Contracts.Experiments;
using Distributed.Store;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>
/// Looks at the catalog in the store, past every service, so that looking wakes nobody: what is unfinished, and how long it takes until
/// an experiment whose silo is gone goes on.
/// </summary>
internal sealed class CatalogMonitor(StoreDatabase store, WorkloadPlan plan, History history)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly CatalogQuery Unfinished = new() { Phases = [ExperimentPhase.Queued, ExperimentPhase.Running], Limit = 1000 };

    private readonly HashSet<string> _ended = [];
    private readonly Recoveries _recoveries = new();
    private volatile HashSet<string> _finished = [];

    /// <summary>How long experiments stood still whose silo was gone.</summary>
    public IReadOnlyList<Recovery> Recoveries => _recoveries.All;

    public bool IsUnfinished(Experiment experiment) => !_finished.Contains(experiment.Id);

    public int CountUnfinished(IEnumerable<Experiment> experiments) => experiments.Count(IsUnfinished);

    /// <summary>Looks until the end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await TryLookAsync();
            await Passing.OfAsync(Interval, end);
        }
    }

    /// <summary>Looks until every experiment has ended; false when the limit comes first.</summary>
    public Task<bool> AllEndedAsync(TimeSpan limit) => Eventually.TrueAsync(
        async () =>
        {
            await TryLookAsync();
            return CountUnfinished(plan.Issued) == 0;
        },
        limit);

    private async Task TryLookAsync()
    {
        try
        {
            await LookAsync();
        }
        catch (StoreException)
        {
            // The store may be a victim too; the next look tells more.
        }
    }

    private async Task LookAsync()
    {
        var began = history.Now;
        var unfinished = (await store.Catalog.ListAsync(Unfinished)).Entries;
        _recoveries.Look(began, unfinished.Where(view => plan.Find(view.Id).IsQuiet), history.Happenings);
        foreach (var experiment in plan.Issued.Where(IsUnfinished).ExceptBy(unfinished.Select(view => view.Id), experiment => experiment.Id))
        {
            if (await store.Catalog.FindAsync(experiment.Id) is { } view && view.Phase.IsFinal())
            {
                _ended.Add(experiment.Id);
            }
        }

        _finished = [.. _ended];
    }
}
