using Distributed.Chaos.Tests.Workload;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>What one answer about a sweep must never say, whatever went before.</summary>
internal static class SweepViewRules
{
    /// <summary>Everything that is wrong with where a sweep is said to stand.</summary>
    public static IEnumerable<string> Faults(SweepView view, PlannedSweep sweep)
    {
        var counts = view.Experiments;
        var all = counts.Queued + counts.Running + counts.Paused + counts.Ended;
        if (view.Count != sweep.Spec.Count || all != view.Count)
        {
            yield return $"it has {sweep.Spec.Count} experiments, and is shown with {view.Count}, of which {all} are in some phase";
        }

        if (counts.Failed > 0)
        {
            yield return $"{counts.Failed} of its experiments failed";
        }

        if (view.EndedAt is not null && counts.Ended != view.Count)
        {
            yield return $"it has ended, and {view.Count - counts.Ended} of its experiments have not";
        }

        if (view.EndedAt is null ? view.Phase == SweepPhase.Completed : view.Phase is not (SweepPhase.Completed or SweepPhase.Cancelled))
        {
            yield return $"it is {view.Phase}, and its end is {view.EndedAt}";
        }

        if (view.Best is { } best && !(best.Phase == ExperimentPhase.Completed && sweep.Experiments.ContainsKey(best.Id)))
        {
            yield return $"its best is {best}";
        }
    }

    /// <summary>Everything that is wrong with a list of its experiments.</summary>
    public static IEnumerable<string> Faults(IReadOnlyList<ExperimentView> views, PlannedSweep sweep)
    {
        if (views.FirstOrDefault(view => view.Sweep != sweep.Id || !sweep.Experiments.ContainsKey(view.Id)) is { } stranger)
        {
            yield return $"{stranger} is listed as its own";
        }

        if (views.DistinctBy(view => view.Id).Count() != views.Count)
        {
            yield return "an experiment of it is listed twice";
        }
    }
}
