using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>What is certain about one experiment from what clients were told.</summary>
/// <param name="Losses">The losses of an undisturbed run, one an epoch.</param>
/// <param name="WasDisturbed">Whether anything befell a trainer or the store in a span of time that could cost an experiment progress.</param>
internal sealed record ExperimentModel(IReadOnlyList<float> Losses, Func<TimeSpan, TimeSpan, bool> WasDisturbed) : IModel<ExperimentModel>
{
    /// <summary>How its sweep stops the weak; null when nothing but a cancel ends it before its last epoch.</summary>
    public Halving? Halving { get; init; }

    /// <summary>True once its existence was acknowledged, or seen.</summary>
    public bool Exists { get; private init; }

    /// <summary>True once somebody has asked for its cancellation.</summary>
    public bool CancelAsked { get; private init; }

    /// <summary>True once somebody has asked for its sweep to pause: it may then be paused, and queued again.</summary>
    public bool PauseAsked { get; private init; }

    /// <summary>The furthest phase seen: queued, running, then the end.</summary>
    public ExperimentPhase Phase { get; private init; }

    /// <summary>
    /// The furthest phase seen by a look into the store as well, where lists come from: a beginning is seen there before its grain goes on,
    /// which may still answer what was before.
    /// </summary>
    public ExperimentPhase ListedPhase { get; private init; }

    /// <summary>How it ended, once that was seen.</summary>
    public ExperimentView? Final { get; private init; }

    /// <summary>The most epochs seen.</summary>
    public int Epoch { get; private init; }

    /// <summary>When the question was asked that found <see cref="Epoch"/>.</summary>
    public TimeSpan EpochAt { get; private init; }

    public ExperimentModel Asked(Operation operation) => operation.Verb switch
    {
        Verb.Cancel => this with { CancelAsked = true },
        Verb.Pause => this with { PauseAsked = true },
        _ => this,
    };

    public ExperimentModel Told(Operation operation) => operation.Answer switch
    {
        Standing { View: var view } => (this with
        {
            Exists = true,
            Phase = operation.Verb == Verb.Listed && !view.Phase.IsFinal() ? Phase : Later(Phase, view.Phase),
            ListedPhase = Later(ListedPhase, view.Phase),
            Final = Final ?? (view.Phase.IsFinal() ? view : null),
        }).At(view.Epoch, operation.Begin),
        LossesSeen { Losses: var losses } => At(losses.Count, operation.Begin),
        _ => this,
    };

    public IEnumerable<string> Contradictions(Operation operation, ExperimentModel now) => operation.Answer switch
    {
        NotFound => Exists ? ["it was acknowledged, and is not there"] : [],
        Conflict => operation.Verb == Verb.StartOther ? [] : ["its own spec is taken for another"],
        Standing when operation.Verb == Verb.StartOther => ["another spec is accepted under a name that is taken"],
        Standing { View: var view } =>
            [.. Impossible(operation.Verb, view, now), .. Earlier(operation.Verb, view, now), .. Back(view.Epoch, operation)],
        LossesSeen { Losses: var losses } => [.. Wrong(losses), .. Back(losses.Count, operation)],
        _ => [],
    };

    // Only the answer that was asked for later counts as newer: an epoch that goes back is measured from there.
    private ExperimentModel At(int epoch, TimeSpan asked) => epoch >= Epoch || WasDisturbed(EpochAt, asked)
        ? this with { Epoch = epoch, EpochAt = asked }
        : this;

    private IEnumerable<string> Impossible(Verb verb, ExperimentView view, ExperimentModel now)
    {
        if (view.Epochs != Losses.Count || view.Epoch < 0 || view.Epoch > view.Epochs)
        {
            yield return $"it is at epoch {view.Epoch} of {view.Epochs}, and was to have {Losses.Count}";
        }
        else if (view.Epoch > 0 && view.Loss != Losses[view.Epoch - 1] && view.Phase != ExperimentPhase.Failed)
        {
            yield return $"its loss at epoch {view.Epoch} is {view.Loss}, that of an undisturbed run is {Losses[view.Epoch - 1]}";
        }

        switch (view)
        {
            case { Phase: ExperimentPhase.Failed }:
                yield return $"it failed: {view.Failure}";
                break;
            case { Phase: ExperimentPhase.Cancelled } when !now.CancelAsked && !IsAtRung(view):
                yield return "it is cancelled, and nobody has asked for that";
                break;
            case { Phase: ExperimentPhase.Paused } when !now.PauseAsked:
                yield return "it is paused, and nobody has asked for that";
                break;
            case { Phase: ExperimentPhase.Completed, Version: not > 0 }:
                yield return "it is completed without a version";
                break;
            case { Phase: ExperimentPhase.Completed } when view.Epoch != view.Epochs:
                yield return $"it is completed at epoch {view.Epoch} of {view.Epochs}";
                break;
            case { Version: not null, Phase: not ExperimentPhase.Completed }:
                yield return "it has a version without being completed";
                break;
            case { Phase: ExperimentPhase.Queued or ExperimentPhase.Running or ExperimentPhase.Paused } when verb == Verb.Cancel:
                yield return "its cancellation is acknowledged, and it goes on";
                break;
        }
    }

    private bool IsAtRung(ExperimentView view) => Halving?.NextRung(view.Epoch, view.Epochs)?.Epochs == view.Epoch;

    private IEnumerable<string> Earlier(Verb verb, ExperimentView view, ExperimentModel now)
    {
        var before = verb == Verb.Listed ? ListedPhase : Phase;
        if (Final is not null && Final != view)
        {
            yield return $"it had ended as {Final}, and is now something else";
        }
        else if (Rank(view.Phase) < Rank(before) && !now.PauseAsked)
        {
            yield return $"it was {before}, and is {view.Phase} again";
        }
    }

    // A run may go back to its last checkpoint when its silo or the store is in trouble, and for no other reason.
    private IEnumerable<string> Back(int epoch, Operation operation)
    {
        if (epoch < Epoch && operation.Verb != Verb.Listed && !WasDisturbed(EpochAt, operation.End))
        {
            yield return $"it was at epoch {Epoch}, and without a fault is back at {epoch}";
        }
    }

    private IEnumerable<string> Wrong(IReadOnlyList<float?> losses)
    {
        var wrong = Enumerable.Range(0, losses.Count).FirstOrDefault(i => i >= Losses.Count || losses[i] != Losses[i], -1);
        if (wrong >= 0)
        {
            yield return $"its loss of epoch {wrong + 1} is {losses[wrong]}, other than an undisturbed run's";
        }

        if (Final is { } final && losses.Count != final.Epoch)
        {
            yield return $"it ended at epoch {final.Epoch}, and has {losses.Count} losses";
        }
    }

    private static ExperimentPhase Later(ExperimentPhase one, ExperimentPhase other) => Rank(other) > Rank(one) ? other : one;

    private static int Rank(ExperimentPhase phase) => phase.IsFinal() ? 2 : phase == ExperimentPhase.Queued ? 0 : 1;
}
