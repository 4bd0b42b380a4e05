using Distributed.Contracts.Sweeps;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>What clients have asked of one sweep beside its start, and what of it is certain to hold.</summary>
internal sealed record SweepControls
{
    /// <summary>True once somebody has asked for its cancellation.</summary>
    public bool CancelAsked { get; private init; }

    /// <summary>True once somebody has asked for it to pause.</summary>
    public bool PauseAsked { get; private init; }

    /// <summary>How often somebody has asked to cancel one of its experiments.</summary>
    public int CancelsOfOne { get; private init; }

    /// <summary>When its cancellation was acknowledged.</summary>
    public TimeSpan? CancelledAt { get; private init; }

    /// <summary>When a pause was acknowledged that nothing can have undone; null when there is none.</summary>
    public TimeSpan? PausedAt { get; private init; }

    /// <summary>Resumes that were asked for and never answered: each may still come to pass, whenever the process that took it goes on.</summary>
    public int OpenResumes { get; private init; }

    /// <summary>When the last resume was answered; null for never.</summary>
    public TimeSpan? LastResume { get; private init; }

    public SweepControls Asked(Operation operation) => operation.Verb switch
    {
        Verb.SweepCancel => this with { CancelAsked = true },
        Verb.SweepPause => this with { PauseAsked = true },
        Verb.SweepResume => this with { OpenResumes = OpenResumes + 1, PausedAt = null },
        Verb.Cancel => this with { CancelsOfOne = CancelsOfOne + 1 },
        _ => this,
    };

    public SweepControls Told(Operation operation) => operation switch
    {
        { Verb: Verb.SweepResume } => this with { OpenResumes = OpenResumes - 1, LastResume = operation.End },
        { Verb: Verb.SweepCancel, Answer: SweepStanding } => this with { CancelledAt = CancelledAt ?? operation.End },
        { Verb: Verb.SweepPause, Answer: SweepStanding { View.Phase: SweepPhase.Paused } } when NoneResumedSince(operation.Begin) =>
            this with { PausedAt = PausedAt ?? operation.End },
        _ => this,
    };

    /// <summary>What nobody has asked for.</summary>
    public IEnumerable<string> Unasked(SweepView view, bool halves)
    {
        if (view.Phase == SweepPhase.Cancelled && !CancelAsked)
        {
            yield return "it is cancelled, and nobody has asked for that";
        }

        if ((view.Phase == SweepPhase.Paused || view.Experiments.Paused > 0) && !PauseAsked)
        {
            yield return "it is paused, and nobody has asked for that";
        }

        if (view.Experiments.Cancelled > CancelsOfOne && !CancelAsked && !halves)
        {
            yield return $"{view.Experiments.Cancelled} of its experiments are cancelled, which was asked for {CancelsOfOne} times";
        }
    }

    /// <summary>What was acknowledged and does not hold.</summary>
    /// <param name="view">Where the sweep is said to stand.</param>
    /// <param name="operation">The question.</param>
    /// <param name="now">What is certain at its end.</param>
    public IEnumerable<string> Unheeded(SweepView view, Operation operation, SweepControls now)
    {
        var cancelled = CancelledAt is not null || operation.Verb == Verb.SweepCancel;
        if (cancelled && view.Phase is (SweepPhase.Running or SweepPhase.Paused))
        {
            yield return "its cancellation is acknowledged, and it goes on";
        }

        var paused = IsStillPaused(now)
            || (operation.Verb == Verb.SweepPause && now.NoneResumedSince(operation.Begin));
        if (paused && view.Phase is (SweepPhase.Running or SweepPhase.Completed))
        {
            yield return $"its pause is acknowledged, and it is {view.Phase} without a resume";
        }
    }

    /// <summary>What was to be done to its experiments by now, and is not.</summary>
    /// <inheritdoc cref="Unheeded"/>
    /// <param name="view"/>
    /// <param name="operation"/>
    /// <param name="now"/>
    /// <param name="doneBy">When what was acknowledged at a moment must have been done; null when nothing says by when.</param>
    public IEnumerable<string> Late(SweepView view, Operation operation, SweepControls now, Func<TimeSpan, TimeSpan?> doneBy)
    {
        if (CancelledAt is { } cancelled && view.EndedAt is null && doneBy(cancelled) < operation.Begin)
        {
            yield return FormattableString.Invariant($"it was cancelled at {cancelled.TotalSeconds:0.0} s, and has not ended yet");
        }

        if (IsStillPaused(now) && PausedAt is { } paused && view.Experiments.Running > 0 && doneBy(paused) < operation.Begin)
        {
            yield return FormattableString.Invariant($"it was paused at {paused.TotalSeconds:0.0} s, and is still trained");
        }
    }

    // By the very same pause: in between it may have been resumed, seen so, and paused again.
    private bool IsStillPaused(SweepControls now) => PausedAt is not null && PausedAt == now.PausedAt;

    private bool NoneResumedSince(TimeSpan moment) => OpenResumes == 0 && !(LastResume >= moment);
}
