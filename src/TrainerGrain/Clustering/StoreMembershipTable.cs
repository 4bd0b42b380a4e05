using Distributed.Store;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Distributed.TrainerGrain.Clustering;

/// <summary>
/// Orleans' membership table on the store: one table a cluster, so that the silos of a machine find each other without a further server.
/// Trouble with the store is thrown as it is; the cluster's membership protocol tries again by itself, except where a silo joins: there
/// a busy store is waited for.
/// </summary>
public sealed class StoreMembershipTable(IMembershipStore store, IOptions<ClusterOptions> cluster) : IMembershipTable
{
    private string Cluster => cluster.Value.ClusterId;

    /// <inheritdoc/>
    public Task InitializeMembershipTable(bool tryInitTableVersion) =>
        tryInitTableVersion ? StorePatience.OutlastBusyAsync(CreateAsync) : Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<MembershipTableData> ReadAll() => ToData(await store.ReadAsync(Cluster));

    /// <inheritdoc/>
    public async Task<MembershipTableData> ReadRow(SiloAddress key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return ToData(await store.ReadAsync(Cluster, key.ToParsableString()));
    }

    /// <inheritdoc/>
    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) =>
        StorePatience.OutlastBusyAsync(() => store.InsertAsync(Cluster, MemberRow.From(entry), ToVersion(tableVersion)));

    /// <inheritdoc/>
    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Task<bool> UpdateAsync() => store.UpdateAsync(Cluster, MemberRow.From(entry), etag, ToVersion(tableVersion));
        return entry.Status == SiloStatus.Active ? StorePatience.OutlastBusyAsync(UpdateAsync) : UpdateAsync();
    }

    /// <inheritdoc/>
    public Task UpdateIAmAlive(MembershipEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);

        // The rest of the entry is empty here, and not to be looked at.
        return store.TouchAsync(Cluster, entry.SiloAddress.ToParsableString(), MemberRow.ToUtc(entry.IAmAliveTime));
    }

    /// <inheritdoc/>
    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) =>
        store.DeleteDefunctAsync(Cluster, keep: nameof(SiloStatus.Active), beforeDate);

    /// <inheritdoc/>
    public Task DeleteMembershipTableEntries(string clusterId) => store.DeleteAsync(clusterId);

    private async Task CreateAsync()
    {
        await store.CreateAsync(Cluster);
        await DeadNeighbours.BuryAsync(this);
    }

    private static MembershipTableData ToData(MembershipTable table) => new(
        table.Members.Select(stored => Tuple.Create(MemberRow.ToEntry(stored.Member), stored.ETag)).ToList(),
        new TableVersion(table.Version.Number, table.Version.ETag));

    private static MembershipTableVersion ToVersion(TableVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return new MembershipTableVersion(version.Version, version.VersionEtag);
    }
}
