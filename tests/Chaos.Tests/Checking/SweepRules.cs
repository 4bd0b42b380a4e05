using Distributed.Chaos.Tests.Workload;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.Store;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>What must be true of a sweep and its experiments together, when all is over.</summary>
/// <param name="sweep">What was submitted.</param>
/// <param name="losses">The losses of an experiment's undisturbed run.</param>
/// <param name="isCancelAsked">Whether anybody asked for a sweep, or an experiment, to be cancelled.</param>
internal sealed class SweepRules(PlannedSweep sweep, Func<ExperimentSpec, IReadOnlyList<float>> losses, Func<string, bool> isCancelAsked)
{
    /// <summary>Everything that is wrong with the sweep's line in the store.</summary>
    /// <param name="entry">The line; null for none.</param>
    /// <param name="views">Its experiments in the catalog.</param>
    public IEnumerable<string> Faults(SweepEntry? entry, IReadOnlyList<ExperimentView> views)
    {
        if (entry is null)
        {
            return ["it was acknowledged, and is not in the store"];
        }

        return
        [
            .. End(entry),
            .. Members(entry, views),
            .. views.Where(view => view.Phase == ExperimentPhase.Cancelled).SelectMany(view => Stopped(view, views)),
        ];
    }

    private IEnumerable<string> End(SweepEntry entry)
    {
        if (entry.EndedAt is null)
        {
            yield return $"it is {entry.Phase} and has not ended, with all processes up";
        }

        if (entry.Phase == SweepPhase.Cancelled && !isCancelAsked(sweep.Id))
        {
            yield return "it is cancelled, and nobody has asked for that";
        }
    }

    // A sweep that is cancelled before it has put its experiments into the store makes none of them.
    private IEnumerable<string> Members(SweepEntry entry, IReadOnlyList<ExperimentView> views)
    {
        var ids = views.Select(view => view.Id).ToHashSet();
        var missing = sweep.Experiments.Keys.Where(id => !ids.Contains(id)).ToList();
        if (entry.Count != sweep.Spec.Count || ids.Any(id => !sweep.Experiments.ContainsKey(id)) || ids.Count != views.Count)
        {
            yield return $"it has {entry.Count} experiments, {string.Join(", ", ids)} among them, and was to have {sweep.Spec.Count}";
        }

        if (missing.Count > 0 && (entry.Phase != SweepPhase.Cancelled || ids.Count > 0))
        {
            yield return $"its experiments {string.Join(", ", missing)} are missing";
        }
    }

    private IEnumerable<string> Stopped(ExperimentView view, IReadOnlyList<ExperimentView> views)
    {
        if (isCancelAsked(sweep.Id) || isCancelAsked(view.Id))
        {
            return [];
        }

        return sweep.Spec.Halving?.NextRung(view.Epoch, view.Epochs) is not { } rung || rung.Epochs != view.Epoch
            ? [$"{view.Id} is cancelled at epoch {view.Epoch}, and nobody has asked for that"]
            : views.Any(other => IsBetter(other, view, rung.Epochs)) ? []
            : [$"{view.Id} was stopped after {rung.Epochs} epochs, and none was better there"];
    }

    private bool IsBetter(ExperimentView other, ExperimentView view, int epochs) =>
        other.Epoch >= epochs && other.Epochs > epochs && LossOf(other, epochs) < LossOf(view, epochs);

    private float LossOf(ExperimentView view, int epochs) => losses(sweep.Experiments[view.Id])[epochs - 1];
}
