using Orleans.Runtime;

namespace Orleans;

/// <summary>Where the silos of a cluster find each other. Each change needs the version that was read.</summary>
public interface IMembershipTable
{
    /// <summary>Prepares the table.</summary>
    Task InitializeMembershipTable(bool tryInitTableVersion);

    /// <summary>Deletes all of a cluster.</summary>
    Task DeleteMembershipTableEntries(string clusterId);

    /// <summary>Deletes entries of dead silos that are older.</summary>
    Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate);

    /// <summary>Reads the version and one silo's entry.</summary>
    Task<MembershipTableData> ReadRow(SiloAddress key);

    /// <summary>Reads the version and all entries.</summary>
    Task<MembershipTableData> ReadAll();

    /// <summary>Inserts an entry; false when the version is not that of the table.</summary>
    Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion);

    /// <summary>Replaces an entry; false when the entry's ETag or the version is not that of the table.</summary>
    Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion);

    /// <summary>Sets the sign of life, without regard to versions.</summary>
    Task UpdateIAmAlive(MembershipEntry entry);
}

/// <summary>A silo in the table.</summary>
[GenerateSerializer]
public sealed class MembershipEntry
{
    /// <summary>Its address.</summary>
    [Id(0)]
    public SiloAddress SiloAddress { get; set; } = null!;

    /// <summary>Its status.</summary>
    [Id(1)]
    public SiloStatus Status { get; set; }

    /// <summary>Who suspects it, and since when.</summary>
    [Id(2)]
    public List<Tuple<SiloAddress, DateTime>>? SuspectTimes { get; set; }

    /// <summary>The port for clients.</summary>
    [Id(3)]
    public int ProxyPort { get; set; }

    /// <summary>Its machine.</summary>
    [Id(4)]
    public string? HostName { get; set; }

    /// <summary>Its name.</summary>
    [Id(5)]
    public string? SiloName { get; set; }

    /// <summary>Its role.</summary>
    [Id(6)]
    public string? RoleName { get; set; }

    /// <summary>Its update zone.</summary>
    [Id(7)]
    public int UpdateZone { get; set; }

    /// <summary>Its fault zone.</summary>
    [Id(8)]
    public int FaultZone { get; set; }

    /// <summary>When it started.</summary>
    [Id(9)]
    public DateTime StartTime { get; set; }

    /// <summary>Its last sign of life.</summary>
    [Id(10)]
    public DateTime IAmAliveTime { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"SiloAddress={SiloAddress} SiloName={SiloName} Status={Status}";
}

/// <summary>The table as it was read.</summary>
[GenerateSerializer]
public sealed class MembershipTableData
{
    /// <summary>An empty table.</summary>
    public MembershipTableData(TableVersion version) : this([], version)
    {
    }

    /// <summary>A table with one entry.</summary>
    public MembershipTableData(Tuple<MembershipEntry, string> tuple, TableVersion version) : this([tuple], version)
    {
    }

    /// <summary>A table with entries and their ETags.</summary>
    public MembershipTableData(List<Tuple<MembershipEntry, string>> list, TableVersion version)
    {
        Members = list;
        Version = version;
    }

    /// <summary>The entries with their ETags.</summary>
    [Id(0)]
    public IReadOnlyList<Tuple<MembershipEntry, string>> Members { get; }

    /// <summary>The table's version.</summary>
    [Id(1)]
    public TableVersion Version { get; }

    /// <summary>A silo's entry with its ETag, or null.</summary>
    public Tuple<MembershipEntry, string>? TryGet(SiloAddress silo) => Members.FirstOrDefault(m => m.Item1.SiloAddress.Equals(silo));
}
