using System.Net;
using System.Net.Sockets;
using Distributed.Store;
using Distributed.TrainerGrain.Clustering;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Distributed.TrainerGrain.Tests.Clustering;

public sealed class DeadNeighboursTests : IDisposable
{
    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false, SiloStatus.Active, true, SiloStatus.Dead)]
    [InlineData(true, SiloStatus.Active, true, SiloStatus.Active)]
    [InlineData(false, SiloStatus.Active, false, SiloStatus.Active)]
    [InlineData(false, SiloStatus.Joining, true, SiloStatus.Joining)]
    public async Task Initialize_DeclaresDead_WhoIsActiveHereAndNotListening(bool listens, SiloStatus status, bool here, SiloStatus expected)
    {
        await using var store = new StoreDatabase(new StoreOptions { ConnectionString = _directory.ConnectionString }, TimeProvider.System);
        await store.OpenAsync();
        IMembershipTable table = new StoreMembershipTable(store.Membership, Options.Create(new ClusterOptions { ClusterId = "cluster" }));
        await table.InitializeMembershipTableAsync(true);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var silo = Entries.New(1, status);
        silo.SiloAddress = SiloAddress.New((IPEndPoint)listener.LocalEndpoint, 1);
        silo.HostName = here ? Dns.GetHostName() : "elsewhere";
        Assert.True(await table.InsertRowAsync(silo, (await table.ReadAllAsync()).Version.Next()));
        if (!listens)
        {
            listener.Stop();
        }

        await table.InitializeMembershipTableAsync(true);
        var after = await table.ReadAllAsync();
        silo.Status = expected;
        Entries.AssertSame(silo, Assert.Single(after.Members).Item1);
        Assert.Equal(expected == status ? 1 : 2, after.Version.Version);
    }
}
