using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Membership;

/// <summary>The table that a primary silo keeps in memory for the silos of its process.</summary>
internal sealed class DevelopmentMembershipTable : IMembershipTable, IDisposable
{
    private static readonly ConcurrentDictionary<IPEndPoint, InMemoryMembershipTable> Primaries = new();
    private readonly Lazy<InMemoryMembershipTable> _table;
    private readonly IPEndPoint _own;

    public DevelopmentMembershipTable(ILocalSiloDetails silo, IOptions<DevelopmentClusterMembershipOptions> options)
    {
        _own = silo.SiloAddress.Endpoint;
        _table = new(() => Find(options.Value.PrimarySiloEndpoint ?? _own));
    }

    public void Dispose() => Primaries.TryRemove(_own, out _);

    public Task InitializeMembershipTable(bool tryInitTableVersion) => _table.Value.InitializeMembershipTable(tryInitTableVersion);

    public Task DeleteMembershipTableEntries(string clusterId) => _table.Value.DeleteMembershipTableEntries(clusterId);

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => _table.Value.CleanupDefunctSiloEntries(beforeDate);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => _table.Value.ReadRow(key);

    public Task<MembershipTableData> ReadAll() => _table.Value.ReadAll();

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => _table.Value.InsertRow(entry, tableVersion);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => _table.Value.UpdateRow(entry, etag, tableVersion);

    public Task UpdateIAmAlive(MembershipEntry entry) => _table.Value.UpdateIAmAlive(entry);

    private InMemoryMembershipTable Find(IPEndPoint primary)
    {
        if (primary.Equals(_own))
        {
            return Primaries[_own] = new();
        }

        return Primaries.TryGetValue(primary, out var table) ? table : throw new OrleansConfigurationException(
            $"There is no primary silo at {primary} in this process. Silos of several processes need a membership table that they share.");
    }
}
