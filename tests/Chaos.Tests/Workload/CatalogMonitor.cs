using Distributed.Chaos.Tests.Support;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.Store;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>
/// Looks at the catalog in the store, past every service, so that looking wakes nobody: what is unfinished, how long it takes until an
/// experiment whose silo is gone goes on, and how long sweeps stand still.
/// </summary>
internal sealed class CatalogMonitor(StoreDatabase store, WorkloadPlan plan, SweepPlan sweeps, History history)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly CatalogQuery Unfinished = new() { Phases = [ExperimentPhase.Queued, ExperimentPhase.Running], Limit = 1000 };

    private readonly Recoveries _recoveries = new();
    private readonly Standstills _standstills = new();
    private volatile HashSet<string> _finished = [];
    private volatile IReadOnlyList<ExperimentView> _unfinished = [];
    private volatile IReadOnlyList<SweepEntry> _sweeps = [];

    /// <summary>How long experiments stood still whose silo was gone.</summary>
    public IReadOnlyList<Recovery> Recoveries => _recoveries.All;

    /// <summary>How long nothing happened to a sweep that was to go on.</summary>
    public IReadOnlyList<Recovery> Standstills => _standstills.All;

    /// <summary>Sweeps that were paused at the last look.</summary>
    public IEnumerable<PlannedSweep> Paused => _sweeps.Where(IsPaused).Select(entry => sweeps.Find(entry.Id));

    public bool IsUnfinished(Experiment experiment) => !_finished.Contains(experiment.Id);

    public bool IsUnfinished(PlannedSweep sweep) => !_finished.Contains(sweep.Id);

    public int CountUnfinished(IEnumerable<Experiment> experiments) => experiments.Count(IsUnfinished);

    public int CountUnfinished(IEnumerable<PlannedSweep> issued) => issued.Count(IsUnfinished);

    /// <summary>Looks until the end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await TryLookAsync();
            await Passing.OfAsync(Interval, end);
        }
    }

    /// <summary>Looks until all has ended that is not paused, and nothing is trained that is; false when the limit comes first.</summary>
    public Task<bool> AllSettledAsync(TimeSpan limit) => Eventually.TrueAsync(
        async () => await TryLookAsync() && CountUnfinished(plan.Issued) == 0 && sweeps.Issued.All(IsSettled), limit);

    /// <summary>Looks once; true when everything has ended.</summary>
    public async Task<bool> HaveAllEndedAsync() =>
        await TryLookAsync() && CountUnfinished(plan.Issued) == 0 && CountUnfinished(sweeps.Issued) == 0;

    private static bool IsPaused(SweepEntry entry) => entry.Phase == SweepPhase.Paused;

    private bool IsSettled(PlannedSweep sweep) => !IsUnfinished(sweep)
        || (_sweeps.Any(entry => entry.Id == sweep.Id && IsPaused(entry))
            && !_unfinished.Any(view => view.Sweep == sweep.Id && view.Phase == ExperimentPhase.Running));

    private async Task<bool> TryLookAsync()
    {
        try
        {
            await LookAsync();
            return true;
        }
        catch (StoreException)
        {
            // The store may be a victim too; the next look tells more.
            return false;
        }
    }

    private async Task LookAsync()
    {
        var began = history.Now;
        _unfinished = (await store.Catalog.ListAsync(Unfinished)).Entries;
        _recoveries.Look(began, _unfinished.Where(IsQuiet), history.Happenings);
        _sweeps = await ReadSweepsAsync();
        _standstills.Look(began, _sweeps.Where(IsLeftAlone), _unfinished, history.Happenings);
        _finished = [.. _finished, .. await EndedAsync(), .. _sweeps.Where(entry => entry.EndedAt is not null).Select(entry => entry.Id)];
    }

    private bool IsQuiet(ExperimentView view) => view.Sweep is { } sweep ? sweeps.Find(sweep).IsQuiet : plan.Find(view.Id).IsQuiet;

    private bool IsLeftAlone(SweepEntry entry) => entry.EndedAt is null && sweeps.Find(entry.Id).IsQuiet;

    private async Task<IReadOnlyList<SweepEntry>> ReadSweepsAsync()
    {
        var entries = new List<SweepEntry>();
        foreach (var sweep in sweeps.Issued.Where(IsUnfinished))
        {
            if (await store.Sweeps.FindAsync(sweep.Id) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    private async Task<List<string>> EndedAsync()
    {
        var ended = new List<string>();
        foreach (var experiment in plan.Issued.Where(IsUnfinished).ExceptBy(_unfinished.Select(view => view.Id), experiment => experiment.Id))
        {
            if (await store.Catalog.FindAsync(experiment.Id) is { } view && view.Phase.IsFinal())
            {
                ended.Add(experiment.Id);
            }
        }

        return ended;
    }
}
