using System.Text.Json.Serialization;

namespace Distributed.Contracts.Experiments;

/// <summary>
/// Which queued experiments go first, and whose steps get more of the time: each priority four times as much as the one below. The numbers
/// are stored; never renumber.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunPriority>))]
public enum RunPriority
{
    /// <summary>After all others.</summary>
    [JsonStringEnumMemberName("low")]
    Low = -1,

    /// <summary>Like most.</summary>
    [JsonStringEnumMemberName("normal")]
    Normal = 0,

    /// <summary>Before all others.</summary>
    [JsonStringEnumMemberName("high")]
    High = 1,
}
