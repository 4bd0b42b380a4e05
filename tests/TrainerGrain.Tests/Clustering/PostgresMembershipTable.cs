using Distributed.Store;
using Distributed.Tests.Shared;
using Npgsql;

namespace Distributed.TrainerGrain.Tests.Clustering;

public sealed class PostgresMembershipTable : MembershipTableContract
{
    private readonly string _schema = $"test_{Guid.NewGuid():N}";

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await using var connection = new NpgsqlConnection((await PostgresServer.SharedAsync).ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"DROP SCHEMA IF EXISTS {_schema} CASCADE", connection);
        await command.ExecuteNonQueryAsync();
    }

    protected override async Task<StoreDatabase> OpenStoreAsync()
    {
        var server = await PostgresServer.SharedAsync;
        var store = new StoreDatabase(
            new StoreOptions { ConnectionString = $"{server.ConnectionString};Search Path={_schema}" }, TimeProvider.System);
        await store.OpenAsync();
        return store;
    }
}
