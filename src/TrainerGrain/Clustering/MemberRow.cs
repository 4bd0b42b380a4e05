using System.Text.Json;
using Distributed.Store;

namespace Distributed.TrainerGrain.Clustering;

/// <summary>A membership entry as a row of the store. Orleans' times are UTC, whatever their kind says.</summary>
internal static class MemberRow
{
    public static Member From(MembershipEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var details = new Details(
            entry.SiloName,
            entry.HostName,
            entry.ProxyPort,
            entry.RoleName,
            entry.UpdateZone,
            entry.FaultZone,
            entry.SuspectTimes?.Select(vote => new Suspicion(vote.Item1.ToParsableString(), ToUtc(vote.Item2))).ToList());
        return new Member(
            entry.SiloAddress.ToParsableString(),
            entry.Status.ToString(),
            ToUtc(entry.StartTime),
            ToUtc(entry.IAmAliveTime),
            JsonSerializer.Serialize(details, JsonSerializerOptions.Web));
    }

    public static MembershipEntry ToEntry(Member member)
    {
        var details = JsonSerializer.Deserialize<Details>(member.Details, JsonSerializerOptions.Web)!;
        return new MembershipEntry
        {
            SiloAddress = SiloAddress.FromParsableString(member.Silo),
            Status = Enum.Parse<SiloStatus>(member.Status),
            SuspectTimes = details.Suspicions?
                .Select(vote => Tuple.Create(SiloAddress.FromParsableString(vote.By), vote.At.UtcDateTime)).ToList()!,
            ProxyPort = details.GatewayPort,
            HostName = details.Host!,
            SiloName = details.Name!,
            RoleName = details.Role!,
            UpdateZone = details.UpdateZone,
            FaultZone = details.FaultZone,
            StartTime = member.StartedAt.UtcDateTime,
            IAmAliveTime = member.AliveAt.UtcDateTime,
        };
    }

    public static DateTimeOffset ToUtc(DateTime time) => new(time.Ticks, TimeSpan.Zero);

    private sealed record Details(
        string? Name, string? Host, int GatewayPort, string? Role, int UpdateZone, int FaultZone, List<Suspicion>? Suspicions);

    private sealed record Suspicion(string By, DateTimeOffset At);
}
