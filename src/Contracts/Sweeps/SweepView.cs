using System.Text.Json.Serialization;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>What the API tells of a sweep.</summary>
/// <param name="Id">Name of the sweep.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Count">How many experiments it has.</param>
/// <param name="Experiments">How many of them are in which phase.</param>
/// <param name="Best">The completed experiment of the least final loss; absent before the first.</param>
/// <param name="Rate">Experiments that ended per second of late; absent while nothing can be said of it.</param>
/// <param name="ExpectedEnd">When all will have ended at this rate; absent without one.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="EndedAt">When the last of its experiments ended.</param>
public sealed record SweepView(
    string Id,
    SweepPhase Phase,
    int Count,
    SweepCounts Experiments,
    ExperimentView? Best,
    double? Rate,
    DateTimeOffset? ExpectedEnd,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt);

/// <summary>Experiments of a sweep by phase. Those that a sweep has not come to yet are queued.</summary>
/// <param name="Queued">Wait for training.</param>
/// <param name="Running">Are trained.</param>
/// <param name="Paused">Stopped by request, to go on later.</param>
/// <param name="Completed">Trained to the end and published.</param>
/// <param name="Failed">Ended by a fault.</param>
/// <param name="Cancelled">Ended by request.</param>
public sealed record SweepCounts(int Queued, int Running, int Paused, int Completed, int Failed, int Cancelled)
{
    /// <summary>Those that have ended, however.</summary>
    [JsonIgnore]
    public int Ended => Completed + Failed + Cancelled;
}

/// <summary>A sweep in a list.</summary>
/// <param name="Id">Name of the sweep.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Count">How many experiments it has.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="EndedAt">When the last of its experiments ended.</param>
public sealed record SweepSummary(string Id, SweepPhase Phase, int Count, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt);

/// <summary>A page of sweeps, newest last; <paramref name="Next"/> goes into <c>after</c> for the following page and is absent on the last one.</summary>
public sealed record SweepPage(IReadOnlyList<SweepSummary> Sweeps, string? Next);
