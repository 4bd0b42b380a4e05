using System.Net;
using Orleans.Runtime;

namespace Distributed.TrainerGrain.Tests.Clustering;

/// <summary>Membership entries to store, and how to compare them.</summary>
internal static class Entries
{
    public static readonly DateTime Noon = new(2026, 5, 4, 12, 0, 0, DateTimeKind.Utc);

    public static SiloAddress Silo(int number, int generation = 1) => SiloAddress.New(IPAddress.Loopback, 11_000 + number, generation);

    public static MembershipEntry New(int number, SiloStatus status = SiloStatus.Joining, int generation = 1) => new()
    {
        SiloAddress = Silo(number, generation),
        SiloName = $"silo {number}",
        HostName = "host",
        ProxyPort = 30_000 + number,
        Status = status,
        StartTime = Noon,
        IAmAliveTime = Noon,
    };

    /// <summary>An entry with every field set to something that is not its default.</summary>
    public static MembershipEntry Full() => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Parse("fe80::1"), 65_535, 123_456_789),
        SiloName = "Silo_ä\"'",
        HostName = "host.example",
        ProxyPort = 30_000,
        RoleName = "role",
        UpdateZone = 3,
        FaultZone = 4,
        Status = SiloStatus.ShuttingDown,
        StartTime = Noon.AddTicks(1),
        IAmAliveTime = Noon.AddTicks(2),
        SuspectTimes = [Tuple.Create(Silo(8), Noon.AddTicks(3)), Tuple.Create(Silo(9), Noon.AddTicks(4))],
    };

    public static void Suspect(MembershipEntry entry, int voter) => (entry.SuspectTimes ??= []).Add(Tuple.Create(Silo(voter), Noon));

    public static void AssertSame(MembershipEntry expected, MembershipEntry actual)
    {
        Assert.Equal(Values(expected), Values(actual));
        Assert.Equal(expected.SuspectTimes, actual.SuspectTimes);
        Assert.Equal(DateTimeKind.Utc, actual.IAmAliveTime.Kind);
    }

    public static void AssertSame(MembershipTableData expected, MembershipTableData actual)
    {
        Assert.Equal(expected.Version, actual.Version);
        Assert.Equal(expected.Members.Count, actual.Members.Count);
        foreach (var (entry, etag) in expected.Members)
        {
            var found = actual.TryGet(entry.SiloAddress)!;
            AssertSame(entry, found.Item1);
            Assert.Equal(etag, found.Item2);
        }
    }

    private static object?[] Values(MembershipEntry entry) =>
    [
        entry.SiloAddress, entry.SiloName, entry.HostName, entry.ProxyPort, entry.RoleName, entry.UpdateZone, entry.FaultZone, entry.Status,
        entry.StartTime, entry.IAmAliveTime,
    ];
}
