using System.Text.Json.Serialization;

namespace Distributed.Contracts.Sweeps;

/// <summary>Where a sweep stands. The numbers are stored; never renumber.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SweepPhase>))]
public enum SweepPhase
{
    /// <summary>Its experiments are trained as there is room.</summary>
    [JsonStringEnumMemberName("running")]
    Running = 0,

    /// <summary>No experiment of it is trained until it is resumed.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused = 1,

    /// <summary>Every experiment has ended.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed = 2,

    /// <summary>Ended by request; experiments that had completed stay.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled = 3,
}
