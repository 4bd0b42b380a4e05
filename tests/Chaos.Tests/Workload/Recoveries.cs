using Distributed.Contracts.Experiments;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>How an experiment fared whose silo was gone in the middle of its training, or a sweep to which nothing happened.</summary>
/// <param name="Subject">Which one.</param>
/// <param name="Silo">Where it was trained; null for a sweep, which is wherever it is.</param>
/// <param name="Lost">When that silo was gone, or the sweep first seen as it then stayed.</param>
/// <param name="Resumed">When it was first seen to have gone on; null if it was not.</param>
internal sealed record Recovery(string Subject, string? Silo, TimeSpan Lost, TimeSpan? Resumed);

/// <summary>Tells from one look at the catalog after another when lost experiments went on.</summary>
internal sealed class Recoveries
{
    /// <summary>A silo that stands still for longer is one that is gone.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(15);

    private readonly List<Recovery> _done = [];
    private readonly List<(Recovery Recovery, ExperimentView Left)> _waiting = [];
    private int _seen;

    /// <summary>All so far, also those that wait.</summary>
    public IReadOnlyList<Recovery> All => [.. _done, .. _waiting.Select(waiting => waiting.Recovery)];

    /// <summary>Takes in a look at the catalog.</summary>
    /// <param name="began">When the look began.</param>
    /// <param name="unfinished">What is queued or running.</param>
    /// <param name="happenings">What befell the processes so far.</param>
    public void Look(TimeSpan began, IEnumerable<ExperimentView> unfinished, IReadOnlyCollection<Happening> happenings)
    {
        var views = unfinished.ToDictionary(view => view.Id);
        var resumed = _waiting.FindAll(waiting => views.GetValueOrDefault(waiting.Left.Id) != waiting.Left);
        _done.AddRange(resumed.Select(waiting => waiting.Recovery with { Resumed = began }));
        _waiting.RemoveAll(resumed.Contains);

        // Only what was committed before the silo was gone is what it left.
        foreach (var loss in happenings.Skip(_seen).TakeWhile(happening => happening.At < began))
        {
            _seen++;
            if (IsLoss(loss))
            {
                Lose(loss, views.Values);
            }
        }
    }

    // One that waits and is lost to the same silo again may have gone on there in between, not far enough for a checkpoint to show it.
    private void Lose(Happening loss, IEnumerable<ExperimentView> views)
    {
        var again = _waiting.FindAll(waiting => waiting.Left.Silo == loss.Victim);
        _done.AddRange(again.Select(waiting => waiting.Recovery with { Resumed = loss.At }));
        _waiting.RemoveAll(again.Contains);
        _waiting.AddRange(
            from view in views
            where view.Phase == ExperimentPhase.Running && view.Silo == loss.Victim
            select (new Recovery(view.Id, loss.Victim, loss.At, null), view));
    }

    /// <summary>Whether a process is gone.</summary>
    public static bool IsLoss(Happening happening) =>
        happening.What is Befallen.Ended or Befallen.EndedByItself || (happening.What == Befallen.Paused && happening.Length > LongPause);
}
