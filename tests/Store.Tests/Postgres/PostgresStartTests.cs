using Distributed.Store.Postgres;
using Distributed.Store.Tests.Support;
using Distributed.Tests.Shared;
using Npgsql;

namespace Distributed.Store.Tests.Postgres;

/// <summary>What the start sets up, and with which rights.</summary>
public sealed class PostgresStartTests() : PostgresTest(new PostgresTestStore())
{
    [Fact]
    public async Task Open_NoSearchPath_UsesASchemaOfItsOwn()
    {
        var name = $"db_{Guid.NewGuid():N}";
        await Store.TamperAsync($"CREATE DATABASE {name}");
        var server = await PostgresServer.SharedAsync;
        var options = new StoreOptions { ConnectionString = $"{server.ConnectionString};Database={name};Pooling=False" };
        await using (var database = new StoreDatabase(options, TimeProvider.System))
        {
            await database.OpenAsync();
            Assert.Equal($"\"{name}\" at 127.0.0.1:{server.Port}", database.Name);
        }

        await using (var connection = new NpgsqlConnection(options.ConnectionString))
        {
            await connection.OpenAsync();
            const string Version = "SELECT version FROM distributed.distributed_store";
            Assert.Equal(PostgresSchema.Version, await PostgresTestStore.AskAsync<int>(connection, Version));
        }

        await Store.TamperAsync($"DROP DATABASE {name}");
    }

    [Fact]
    public async Task Open_AccountThatOwnsTheSchemaAndNothingElse_Suffices()
    {
        await using var account = await LimitedAccount.CreateAsync(Store);
        await Store.TamperAsync($"CREATE SCHEMA {Store.Schema} AUTHORIZATION {account.Name}");
        var database = await Store.OpenAsync(account.Options);
        await Make.AddAsync(database, Make.Entry("a"));
        await database.Models.PublishAsync(Make.Draft("m", "a"));
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Open_AccountWithoutRights_IsToldWhichItNeeds()
    {
        await using var account = await LimitedAccount.CreateAsync(Store);
        var exception = await Assert.ThrowsAsync<StoreException>(() => Store.OpenAsync(account.Options));
        Assert.Equal(StoreFault.ReadOnly, exception.Fault);
        Assert.Contains(account.Name, exception.Message, StringComparison.Ordinal);
        Assert.Contains(Store.Schema, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("off", "on")]
    [InlineData("local", "on")]
    [InlineData("remote_apply", "remote_apply")]
    public async Task OpenWriter_WaitsForTheDiskAtEveryCommit(string setting, string expected)
    {
        var options = Store.OptionsWith(builder => builder.Options = $"-c synchronous_commit={setting}");
        var dialect = new PostgresDialect(options, TimeProvider.System);
        await dialect.PrepareAsync(CancellationToken.None);
        await using var session = await dialect.OpenWriterAsync(CancellationToken.None);
        Assert.Equal(expected, await session.FirstAsync("SELECT current_setting('synchronous_commit')", row => row.GetString(0)));
    }

    [Fact]
    public async Task OpenReader_CannotWrite()
    {
        await Store.OpenAsync();
        await using var session = await new PostgresDialect(Store.Options, TimeProvider.System).OpenReaderAsync(CancellationToken.None);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => session.ExecuteAsync("DELETE FROM grain_state"));
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, refused.SqlState);
    }

    private sealed class LimitedAccount(PostgresTestStore store, string name) : IAsyncDisposable
    {
        public string Name => name;

        public StoreOptions Options => store.OptionsWith(builder => (builder.Username, builder.Password) = (name, "secret"));

        public static async Task<LimitedAccount> CreateAsync(PostgresTestStore store)
        {
            var name = $"role_{Guid.NewGuid():N}";
            await store.TamperAsync($"CREATE ROLE {name} LOGIN PASSWORD 'secret'");
            return new LimitedAccount(store, name);
        }

        public async ValueTask DisposeAsync() => await store.TamperAsync($"DROP OWNED BY {name} CASCADE; DROP ROLE {name}");
    }
}
