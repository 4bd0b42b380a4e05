using Distributed.Store;
using Distributed.TrainerGrain.Clustering;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Distributed.TrainerGrain.Tests.Clustering;

/// <summary>Another process that stands still in the middle of a write.</summary>
public sealed class BusyStoreTests : IDisposable
{
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(2);

    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task WritesOfASiloThatJoins_OutlastAStoreThatIsBusyForLongerThanTheTimeout()
    {
        await using var store = new StoreDatabase(
            new StoreOptions { ConnectionString = _directory.ConnectionString, BusyTimeout = BusyTimeout }, TimeProvider.System);
        await store.OpenAsync();
        IMembershipTable table = new StoreMembershipTable(store.Membership, Options.Create(new ClusterOptions { ClusterId = "cluster" }));
        await table.InitializeMembershipTableAsync(true);
        var entry = Entries.New(1);

        await OutlastAsync(async () => await table.InsertRowAsync(entry, (await table.ReadAllAsync()).Version.Next()));
        var joined = await table.ReadAllAsync();
        entry.Status = SiloStatus.Active;
        await OutlastAsync(() => table.UpdateRowAsync(entry, joined.Members[0].Item2, joined.Version.Next()));

        Assert.Equal(SiloStatus.Active, Assert.Single((await table.ReadAllAsync()).Members).Item1.Status);
    }

    private async Task OutlastAsync(Func<Task<bool>> write)
    {
        Task<bool> writing;
        await using (await HeldStore.TakeAsync(_directory))
        {
            writing = write();
            await Assert.ThrowsAsync<TimeoutException>(() => writing.WaitAsync(1.25 * BusyTimeout));
        }

        Assert.True(await writing);
    }
}
