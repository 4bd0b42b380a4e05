using Distributed.Chaos.Tests.Workload;
using Distributed.Contracts.Experiments;
using Distributed.Store;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>Reads the store, when all is over, and holds every row against what must have come of experiments and sweeps.</summary>
/// <param name="store">The store.</param>
/// <param name="undisturbed">What each experiment must have come to.</param>
/// <param name="isCancelAsked">Whether anybody asked for a sweep, or an experiment, to be cancelled.</param>
internal sealed class StoreAudit(StoreDatabase store, Undisturbed undisturbed, Func<string, bool> isCancelAsked)
{
    private readonly ExperimentAudit _experiment = new(store, undisturbed);
    private readonly Dictionary<string, ExperimentView> _views = [];
    private readonly HashSet<string> _models = [];
    private readonly List<Violation> _violations = [];

    /// <summary>Everything that is wrong. To be called once.</summary>
    /// <param name="experiments">All that were started by themselves; each has been acknowledged by now.</param>
    /// <param name="sweeps">All that were submitted; each has been acknowledged by now.</param>
    public async Task<IReadOnlyList<Violation>> CheckAsync(IEnumerable<ExperimentSpec> experiments, IEnumerable<PlannedSweep> sweeps)
    {
        foreach (var spec in experiments)
        {
            await CheckAsync(spec, await store.Catalog.FindAsync(spec.Id));
        }

        foreach (var sweep in sweeps)
        {
            await CheckAsync(sweep);
        }

        foreach (var model in _models)
        {
            Add(model, VersionRules.Faults(await store.Models.ListVersionsAsync(model), _views));
        }

        return _violations;
    }

    private async Task CheckAsync(PlannedSweep sweep)
    {
        var views = (await store.Catalog.ListAsync(new CatalogQuery { Sweep = sweep.Id, Limit = 1000 })).Entries;
        Add(sweep.Id, new SweepRules(sweep, undisturbed.Losses, isCancelAsked).Faults(await store.Sweeps.FindAsync(sweep.Id), views));
        foreach (var view in views.Where(view => sweep.Experiments.ContainsKey(view.Id)))
        {
            await CheckAsync(sweep.Experiments[view.Id], view);
        }
    }

    private async Task CheckAsync(ExperimentSpec spec, ExperimentView? view)
    {
        _models.Add(spec.Model);
        if (view is not null)
        {
            _views.Add(spec.Id, view);
        }

        Add(spec.Id, await _experiment.FaultsAsync(spec, view));
    }

    private void Add(string subject, IEnumerable<string> faults) =>
        _violations.AddRange(faults.Select(fault => new Violation(fault, subject)));
}
