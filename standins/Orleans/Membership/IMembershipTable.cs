using Orleans.Runtime;

// The official package does not say which of these may be null.
#nullable disable annotations

namespace Orleans;

/// <summary>Where the silos of a cluster find each other. Each change needs the version that was read.</summary>
public interface IMembershipTable
{
#pragma warning disable CS0618 // The newer methods stand on the older ones, which every table has.

    /// <summary>Prepares the table.</summary>
    [Obsolete("Use InitializeMembershipTableAsync instead.")]
    Task InitializeMembershipTable(bool tryInitTableVersion);

    /// <inheritdoc cref="InitializeMembershipTable"/>
    Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken = default) =>
        InitializeMembershipTable(tryInitTableVersion).WaitAsync(cancellationToken);

    /// <summary>Deletes all of a cluster.</summary>
    [Obsolete("Use DeleteMembershipTableEntriesAsync instead.")]
    Task DeleteMembershipTableEntries(string clusterId);

    /// <inheritdoc cref="DeleteMembershipTableEntries"/>
    Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken = default) =>
        DeleteMembershipTableEntries(clusterId).WaitAsync(cancellationToken);

    /// <summary>Deletes entries of dead silos that are older.</summary>
    [Obsolete("Use CleanupDefunctSiloEntriesAsync instead.")]
    Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate);

    /// <inheritdoc cref="CleanupDefunctSiloEntries"/>
    Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken = default) =>
        CleanupDefunctSiloEntries(beforeDate).WaitAsync(cancellationToken);

    /// <summary>Reads the version and one silo's entry.</summary>
    [Obsolete("Use ReadRowAsync instead.")]
    Task<MembershipTableData> ReadRow(SiloAddress key);

    /// <inheritdoc cref="ReadRow"/>
    Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken = default) =>
        ReadRow(key).WaitAsync(cancellationToken);

    /// <summary>Reads the version and all entries.</summary>
    [Obsolete("Use ReadAllAsync instead.")]
    Task<MembershipTableData> ReadAll();

    /// <inheritdoc cref="ReadAll"/>
    Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken = default) =>
        ReadAll().WaitAsync(cancellationToken);

    /// <summary>Inserts an entry; false when the version is not that of the table.</summary>
    [Obsolete("Use InsertRowAsync instead.")]
    Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion);

    /// <inheritdoc cref="InsertRow"/>
    Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken = default) =>
        InsertRow(entry, tableVersion).WaitAsync(cancellationToken);

    /// <summary>Replaces an entry; false when the entry's ETag or the version is not that of the table.</summary>
    [Obsolete("Use UpdateRowAsync instead.")]
    Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion);

    /// <inheritdoc cref="UpdateRow"/>
    Task<bool> UpdateRowAsync(MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken = default) =>
        UpdateRow(entry, etag, tableVersion).WaitAsync(cancellationToken);

    /// <summary>Sets the sign of life, without regard to versions.</summary>
    [Obsolete("Use UpdateIAmAliveAsync instead.")]
    Task UpdateIAmAlive(MembershipEntry entry);

    /// <inheritdoc cref="UpdateIAmAlive"/>
    Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken = default) =>
        UpdateIAmAlive(entry).WaitAsync(cancellationToken);

#pragma warning restore CS0618
}

/// <summary>A silo in the table.</summary>
[GenerateSerializer]
public sealed class MembershipEntry
{
    /// <summary>Its address.</summary>
    [Id(0)]
    public SiloAddress SiloAddress { get; set; }

    /// <summary>Its status.</summary>
    [Id(1)]
    public SiloStatus Status { get; set; }

    /// <summary>Who suspects it, and since when.</summary>
    [Id(2)]
    public List<Tuple<SiloAddress, DateTime>> SuspectTimes { get; set; }

    /// <summary>The port for clients.</summary>
    [Id(3)]
    public int ProxyPort { get; set; }

    /// <summary>Its machine.</summary>
    [Id(4)]
    public string HostName { get; set; }

    /// <summary>Its name.</summary>
    [Id(5)]
    public string SiloName { get; set; }

    /// <summary>Its role.</summary>
    [Id(6)]
    public string RoleName { get; set; }

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
    public Tuple<MembershipEntry, string> TryGet(SiloAddress silo) => Members.FirstOrDefault(m => m.Item1.SiloAddress.Equals(silo));
}
