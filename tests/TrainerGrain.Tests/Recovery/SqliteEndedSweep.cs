using Distributed.Store;
using Distributed.TrainerGrain.Tests.Support;

namespace Distributed.TrainerGrain.Tests.Recovery;

public sealed class SqliteEndedSweep : EndedSweepContract, IDisposable
{
    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    protected override async Task<StoreDatabase> OpenStoreAsync()
    {
        var store = new StoreDatabase(new StoreOptions { ConnectionString = _directory.ConnectionString }, TimeProvider.System);
        await store.OpenAsync();
        return store;
    }
}
