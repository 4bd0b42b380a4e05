using System.Diagnostics;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;

namespace Distributed.TrainerGrain.Running;

/// <summary>What a runner needs to train one experiment.</summary>
/// <param name="Run">Tells this run from earlier and later ones of the same experiment.</param>
/// <param name="Spec">What to train.</param>
/// <param name="Owner">Whose experiment it is.</param>
/// <param name="Trace">The trace of the request that asked for it, when there is one.</param>
/// <param name="Sweep">The sweep that it belongs to; null for an experiment submitted by itself.</param>
/// <param name="Priority">Which of the queued go first.</param>
/// <param name="Halving">How its sweep stops the weak early; null when it does not.</param>
/// <param name="IsFirst">True when no run of the experiment has begun before, so that there is no checkpoint to look for.</param>
/// <param name="ExtendedFrom">How many epochs it had completed when more were asked for; there it is not compared with others any more.</param>
public sealed record TrainingJob(
    Guid Run,
    ExperimentSpec Spec,
    IRunOwner Owner,
    ActivityContext Trace = default,
    string? Sweep = null,
    RunPriority Priority = RunPriority.Normal,
    Halving? Halving = null,
    bool IsFirst = false,
    int? ExtendedFrom = null)
{
    /// <summary>With whom it takes turns.</summary>
    public RunSource Source => new(Sweep, Priority);
}

/// <summary>The owner of a run; it alone decides whether the run may begin and what its outcome means.</summary>
public interface IRunOwner
{
    /// <summary>Training is about to begin. Returns the fence under which to save progress; null when the run is not wanted any more.</summary>
    Task<string?> BeginAsync();

    /// <summary>The run has ended by itself. Not called for a run that the owner stopped.</summary>
    Task ConcludeAsync(RunOutcome outcome);
}
