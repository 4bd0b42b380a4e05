using Distributed.Chaos.Tests.Workload;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>What is certain about one sweep from what clients were told.</summary>
/// <param name="Sweep">What was submitted.</param>
/// <param name="DoneBy">When what was acknowledged at a moment must have been done to every experiment; null when nothing says by when.</param>
internal sealed record SweepModel(PlannedSweep Sweep, Func<TimeSpan, TimeSpan?> DoneBy) : IModel<SweepModel>
{
    /// <summary>True once its existence was acknowledged, or seen.</summary>
    public bool Exists { get; private init; }

    public SweepControls Controls { get; private init; } = new();

    /// <summary>True once it was completed or cancelled, from which nothing leads back.</summary>
    public bool IsOver { get; private init; }

    /// <summary>How it ended, once all of its experiments have.</summary>
    public SweepView? Final { get; private init; }

    /// <summary>The most completed experiments seen.</summary>
    public int Completed { get; private init; }

    /// <summary>The most ended experiments seen.</summary>
    public int Ended { get; private init; }

    /// <summary>The most experiments listed.</summary>
    public int Listed { get; private init; }

    public SweepModel Asked(Operation operation) => this with { Controls = Controls.Asked(operation) };

    public SweepModel Told(Operation operation) => (operation.Answer switch
    {
        SweepStanding { View: var view } => See(view),
        SweepWatched { Views: var views } => See(views),
        SweepListed { Experiments: var views } => this with { Listed = Math.Max(Listed, views.Count) },
        Conflict when operation.Verb is Verb.SweepPause or Verb.SweepResume => this with { IsOver = true },
        _ => this,
    }).Controlled(operation);

    public IEnumerable<string> Contradictions(Operation operation, SweepModel now) => operation.Answer switch
    {
        NotFound when SweepOperations.IsAboutSweep(operation) => Exists ? ["it was acknowledged, and is not there"] : [],
        Conflict when operation.Verb is Verb.SweepStart or Verb.SweepCancel => ["what must be accepted is refused"],
        SweepStanding when operation.Verb == Verb.SweepStartOther => ["another sweep is accepted under a name that is taken"],
        SweepStanding { View: var view } => Wrong(view, operation, now),
        SweepWatched { Views: var views } => views.SelectMany((view, i) => See(views.Take(i)).Wrong(view, operation, now)),
        SweepListed { Experiments: var views } => Wrong(views),
        _ => [],
    };

    private SweepModel Controlled(Operation operation) => this with { Controls = Controls.Told(operation) };

    private SweepModel See(IEnumerable<SweepView> views) => views.Aggregate(this, (model, view) => model.See(view));

    private SweepModel See(SweepView view) => this with
    {
        Exists = true,
        IsOver = IsOver || view.Phase is SweepPhase.Completed or SweepPhase.Cancelled,
        Final = Final ?? (view.EndedAt is null ? null : view),
        Completed = Math.Max(Completed, view.Experiments.Completed),
        Ended = Math.Max(Ended, view.Experiments.Ended),
    };

    private IEnumerable<string> Wrong(SweepView view, Operation operation, SweepModel now) =>
    [
        .. SweepViewRules.Faults(view, Sweep),
        .. now.Controls.Unasked(view, Sweep.Spec.Halving is not null),
        .. Controls.Unheeded(view, operation, now.Controls),
        .. Controls.Late(view, operation, now.Controls, DoneBy),
        .. Earlier(view),
    ];

    private IEnumerable<string> Wrong(IReadOnlyList<ExperimentView> views)
    {
        var least = Final is { Phase: SweepPhase.Completed } ? Sweep.Spec.Count : Listed;
        return views.Count < least
            ? [.. SweepViewRules.Faults(views, Sweep), $"{least} experiments of it were there, and {views.Count} are"]
            : SweepViewRules.Faults(views, Sweep);
    }

    private IEnumerable<string> Earlier(SweepView view)
    {
        if (Final is not null && Final != view)
        {
            yield return $"it had ended as {Final}, and is now something else";
        }
        else if (IsOver && view.Phase is (SweepPhase.Running or SweepPhase.Paused))
        {
            yield return $"it was over, and is {view.Phase} again";
        }
        else if (view.Experiments.Completed < Completed || view.Experiments.Ended < Ended)
        {
            yield return $"{Completed} of its experiments had completed and {Ended} had ended, and now it is {view.Experiments}";
        }
    }
}
