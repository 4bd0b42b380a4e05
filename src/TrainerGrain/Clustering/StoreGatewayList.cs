using Distributed.Store;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace Distributed.TrainerGrain.Clustering;

/// <summary>Tells clients, from the same table, which silos take them in.</summary>
public sealed class StoreGatewayList(IMembershipStore store, IOptions<ClusterOptions> cluster, IOptions<GatewayOptions> options)
    : IGatewayListProvider
{
    /// <inheritdoc/>
    public TimeSpan MaxStaleness => options.Value.GatewayListRefreshPeriod;

    /// <inheritdoc/>
    public bool IsUpdatable => true;

    /// <inheritdoc/>
    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<IList<Uri>> GetGateways()
    {
        var table = await store.ReadAsync(cluster.Value.ClusterId);
        return
        [
            .. table.Members.Select(stored => MemberRow.ToEntry(stored.Member))
                .Where(entry => entry is { Status: SiloStatus.Active, ProxyPort: not 0 })
                .Select(GatewayOf),
        ];
    }

    private static Uri GatewayOf(MembershipEntry silo) =>
        SiloAddress.New(silo.SiloAddress.Endpoint.Address, silo.ProxyPort, silo.SiloAddress.Generation).ToGatewayUri();
}
