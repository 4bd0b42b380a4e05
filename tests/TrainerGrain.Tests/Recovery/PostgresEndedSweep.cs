using Distributed.Store;
using Distributed.Tests.Shared;

namespace Distributed.TrainerGrain.Tests.Recovery;

public sealed class PostgresEndedSweep : EndedSweepContract
{
    private readonly string _schema = $"ended_sweep_{Guid.NewGuid():N}";

    protected override async Task<StoreDatabase> OpenStoreAsync()
    {
        var server = await PostgresServer.SharedAsync;
        var options = new StoreOptions { ConnectionString = $"{server.ConnectionString};Search Path={_schema}" };
        var store = new StoreDatabase(options, TimeProvider.System);
        await store.OpenAsync();
        return store;
    }
}
