using Distributed.Store.Postgres;
using Distributed.Tests.Shared;
using Npgsql;

namespace Distributed.Store.Tests.Support;

/// <summary>A store in a schema of its own, on the server that all tests share or on the one given.</summary>
public sealed class PostgresTestStore(PostgresServer? server = null) : TestStore
{
    public PostgresServer Server { get; private set; } = null!;

    public int Port => Server.Port;

    public string Schema { get; } = $"test_{Guid.NewGuid():N}";

    /// <summary>The administrator's connection string, with the store's schema.</summary>
    public string ConnectionString => $"{Server.ConnectionString};Search Path={Schema}";

    /// <remarks>Patient, because a machine that runs many tests may take long to start a server.</remarks>
    public override StoreOptions Options => OptionsFor(ConnectionString);

    /// <summary>Settings that differ in one place from those that open the store.</summary>
    public StoreOptions OptionsWith(Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
        change(builder);
        return OptionsFor(builder.ToString());
    }

    public override async Task StartAsync() => Server = server ?? await PostgresServer.SharedAsync;

    /// <summary>A connection beside the store's own.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection($"{ConnectionString};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    public static async Task<T> AskAsync<T>(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public override async Task CreateAsync(int version)
    {
        await TamperAsync($"CREATE SCHEMA {Schema}");
        foreach (var step in PostgresSchema.StepsBetween(0, version))
        {
            await TamperAsync(step);
        }
    }

    public override async Task<long> VersionAsync() => await AskAsync<int>("SELECT version FROM distributed_store");

    public override string BlobOf(string text) => $"'{text}'::bytea";

    public override async Task<IAsyncDisposable> LockAsync()
    {
        var connection = await ConnectAsync();
        await ExecuteAsync(connection, "BEGIN; LOCK TABLE distributed_store IN EXCLUSIVE MODE");
        return new HeldLock(connection);
    }

    public override async Task TamperAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await ExecuteAsync(connection, sql);
    }

    public override async Task<T> AskAsync<T>(string sql)
    {
        await using var connection = await ConnectAsync();
        return await AskAsync<T>(connection, sql);
    }

    private static StoreOptions OptionsFor(string connectionString) =>
        new() { ConnectionString = connectionString, BusyTimeout = TimeSpan.FromMinutes(2) };

    protected override Task DeleteAsync() => TamperAsync($"DROP SCHEMA IF EXISTS {Schema} CASCADE");

    /// <summary>Closing the connection does not wait until the server has let go of the lock, so that is asked for before.</summary>
    private sealed class HeldLock(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await ExecuteAsync(connection, "ROLLBACK");
            await connection.DisposeAsync();
        }
    }
}
