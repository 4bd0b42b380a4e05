using System.Text.Json.Serialization;

namespace Distributed.Contracts.Experiments;

/// <summary>Where an experiment stands. The numbers are stored; never renumber.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExperimentPhase>))]
public enum ExperimentPhase
{
    /// <summary>Accepted and durable; waits for a training thread.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued = 0,

    /// <summary>A training thread works on it.</summary>
    [JsonStringEnumMemberName("running")]
    Running = 1,

    /// <summary>Stopped at an epoch by request; can be resumed.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused = 2,

    /// <summary>Trained to its last epoch, its model published.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed = 3,

    /// <summary>Ended by a fault, which the failure text tells.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed = 4,

    /// <summary>Ended by request; its losses so far are kept.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled = 5,
}

/// <summary>What follows from a phase.</summary>
public static class ExperimentPhases
{
    /// <summary>True for a phase in which training is over and nothing waits.</summary>
    public static bool IsFinal(this ExperimentPhase phase) =>
        phase is ExperimentPhase.Completed or ExperimentPhase.Failed or ExperimentPhase.Cancelled;
}
