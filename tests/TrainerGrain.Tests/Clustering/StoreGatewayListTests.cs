using Distributed.Store;
using Distributed.TrainerGrain.Clustering;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Distributed.TrainerGrain.Tests.Clustering;

public sealed class StoreGatewayListTests : IDisposable
{
    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task GetGateways_NamesTheActiveSilosThatTakeClientsIn()
    {
        await using var store = new StoreDatabase(new StoreOptions { ConnectionString = _directory.ConnectionString }, TimeProvider.System);
        await store.OpenAsync();
        var cluster = Options.Create(new ClusterOptions { ClusterId = "cluster" });
        IMembershipTable table = new StoreMembershipTable(store.Membership, cluster);
        var gateways = new StoreGatewayList(
            store.Membership, cluster, Options.Create(new GatewayOptions { GatewayListRefreshPeriod = TimeSpan.FromSeconds(7) }));
        await table.InitializeMembershipTableAsync(true);
        var closed = Entries.New(3, SiloStatus.Active);
        closed.ProxyPort = 0;
        foreach (var entry in new[] { Entries.New(1, SiloStatus.Active, 17), Entries.New(2, SiloStatus.Dead), closed, Entries.New(4) })
        {
            Assert.True(await table.InsertRowAsync(entry, (await table.ReadAllAsync()).Version.Next()));
        }

        await gateways.InitializeGatewayListProvider();
        Assert.Equal([new Uri("gwy.tcp://127.0.0.1:30001/17")], await gateways.GetGateways());
        Assert.Equal(TimeSpan.FromSeconds(7), gateways.MaxStaleness);
    }
}
