using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Membership;

/// <summary>What an entry of the table says about its silo.</summary>
internal static class MembershipEntryExtensions
{
    public static MembershipEntry Copy(this MembershipEntry entry) => new()
    {
        SiloAddress = entry.SiloAddress,
        Status = entry.Status,
        SuspectTimes = entry.SuspectTimes is { } votes ? [.. votes] : [],
        ProxyPort = entry.ProxyPort,
        HostName = entry.HostName,
        SiloName = entry.SiloName,
        RoleName = entry.RoleName,
        UpdateZone = entry.UpdateZone,
        FaultZone = entry.FaultZone,
        StartTime = entry.StartTime,
        IAmAliveTime = entry.IAmAliveTime,
    };

    /// <summary>Whether the silo runs, or is about to, or has not finished stopping.</summary>
    public static bool IsRunning(this SiloStatus status) =>
        status is SiloStatus.Joining or SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping;

    /// <summary>When the silo last gave a sign of life.</summary>
    public static DateTime LastSignOfLife(this MembershipEntry entry) =>
        entry.IAmAliveTime > entry.StartTime ? entry.IAmAliveTime : entry.StartTime;

    public static bool IsStale(this MembershipEntry entry, ClusterMembershipOptions options, DateTime now) =>
        now - entry.LastSignOfLife() > options.AllowedIAmAliveMissPeriod;

    public static int FreshVotes(this MembershipEntry entry, ClusterMembershipOptions options, DateTime now) =>
        entry.SuspectTimes?.Count(v => now - v.Item2 < options.DeathVoteExpirationTimeout) ?? 0;

    /// <summary>Adds a vote, in place of an older one of the same silo.</summary>
    public static void AddVote(this MembershipEntry entry, SiloAddress voter, DateTime now) => entry.SuspectTimes =
        [.. (entry.SuspectTimes ?? []).Where(v => !v.Item1.Equals(voter)), Tuple.Create(voter, now)];
}
