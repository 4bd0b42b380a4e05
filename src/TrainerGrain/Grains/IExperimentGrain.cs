using Distributed.Contracts.Experiments;
using Orleans.Concurrency;

namespace Distributed.TrainerGrain.Grains;

/// <summary>One experiment, by its id: a small state machine that owns what is wanted and what has come of it.</summary>
[Alias("distributed.experiment")]
public interface IExperimentGrain : IGrainWithStringKey
{
    /// <summary>Accepts the experiment and queues it; durable on return. The same spec again changes nothing, whatever the priority.</summary>
    [Alias("start")]
    Task<StartResult> StartAsync(Immutable<ExperimentSpec> spec, RunPriority priority = RunPriority.Normal);

    /// <summary>Goes on with an unfinished experiment after its silo was lost; a no-op for any other.</summary>
    [Alias("resume-unfinished")]
    Task ResumeUnfinishedAsync();

    /// <summary>Where it stands, live; null when nothing was ever started here.</summary>
    [AlwaysInterleave, Alias("status")]
    Task<ExperimentView?> GetStatusAsync();

    /// <summary>Every epoch's loss so far, live.</summary>
    [AlwaysInterleave, Alias("losses")]
    Task<Immutable<float[]>> GetLossesAsync();

    /// <summary>
    /// What happens from now on, starting with the losses after <paramref name="epoch"/>, until the experiment ends.
    /// A slow reader misses nothing: what has gathered meanwhile comes in one item.
    /// </summary>
    [AlwaysInterleave, Alias("watch")]
    IAsyncEnumerable<ExperimentProgress> WatchAsync(int epoch, CancellationToken cancellationToken = default);

    /// <summary>Pauses, resumes, cancels, extends, retries or deletes it, as <see cref="ExperimentControl"/> allows; durable on return.</summary>
    [Alias("control")]
    Task<ControlResult> ControlAsync(ControlCommand command);
}

/// <summary>What became of a start.</summary>
[GenerateSerializer, Immutable, Alias("distributed.start-result")]
public sealed record StartResult([property: Id(0)] StartOutcome Outcome, [property: Id(1)] ExperimentView Experiment);

/// <summary>The ways in which a start can end.</summary>
[Alias("distributed.start-outcome")]
public enum StartOutcome
{
    /// <summary>New, and accepted.</summary>
    Accepted = 0,

    /// <summary>The same spec was accepted before.</summary>
    AlreadyAccepted = 1,

    /// <summary>Another spec was accepted under this id; nothing changed.</summary>
    SpecDiffers = 2,
}

/// <summary>One item of a live stream.</summary>
/// <param name="Experiment">Where it stands.</param>
/// <param name="FirstEpoch">Number of epochs before the first of <paramref name="Losses"/>.</param>
/// <param name="Losses">The losses since the item before.</param>
[GenerateSerializer, Immutable, Alias("distributed.experiment-progress")]
public sealed record ExperimentProgress(
    [property: Id(0)] ExperimentView Experiment, [property: Id(1)] int FirstEpoch, [property: Id(2)] float[] Losses);
