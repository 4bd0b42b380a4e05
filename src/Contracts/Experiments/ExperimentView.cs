namespace Distributed.Contracts.Experiments;

/// <summary>What the experiments API tells of one experiment.</summary>
/// <param name="Id">Name of the experiment.</param>
/// <param name="Model">Name of the model that it publishes.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Epochs">Epochs asked for.</param>
/// <param name="Loss">Loss of the last epoch done, before its step; absent before the first or when it is not finite.</param>
/// <param name="Version">The newest version of the model that it has published, once it has completed; it stays while more epochs are trained.</param>
/// <param name="Failure">Why it failed, in a sentence.</param>
/// <param name="Silo">Where it runs or last ran.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="StartedAt">When training first began.</param>
/// <param name="EndedAt">When it reached the final phase in which it is.</param>
public sealed record ExperimentView(
    string Id,
    string Model,
    ExperimentPhase Phase,
    int Epoch,
    int Epochs,
    float? Loss,
    int? Version,
    string? Failure,
    string? Silo,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt)
{
    /// <summary>The sweep that it belongs to; absent for one submitted by itself.</summary>
    public string? Sweep { get; init; }
}

/// <summary>A page of experiments, newest last; <paramref name="Next"/> goes into <c>after</c> for the following page and is absent on the last one.</summary>
public sealed record ExperimentPage(IReadOnlyList<ExperimentView> Experiments, string? Next);

/// <summary>The loss of every epoch so far, each taken before the epoch's step. A value that is not finite is null.</summary>
public sealed record LossCurve(IReadOnlyList<float?> Losses);

/// <summary>One event of an experiment's live stream.</summary>
/// <param name="Experiment">Where it stands.</param>
/// <param name="FirstEpoch">Number of epochs before the first of <paramref name="Losses"/>.</param>
/// <param name="Losses">The losses since the event before; a value that is not finite is null.</param>
public sealed record ExperimentEvent(ExperimentView Experiment, int FirstEpoch, IReadOnlyList<float?> Losses);
