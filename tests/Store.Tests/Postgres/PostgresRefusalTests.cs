using Distributed.Store.Postgres;
using Distributed.Store.Tests.Support;
using Npgsql;

namespace Distributed.Store.Tests.Postgres;

/// <summary>What the start refuses, in one sentence that says what to do.</summary>
public sealed class PostgresRefusalTests() : PostgresTest(new PostgresTestStore())
{
    [Fact]
    public Task Open_NobodyListens_IsRefused() => AssertRefusedAsync(StoreFault.Unreachable, "refused", builder => builder.Port = 1);

    [Fact]
    public Task Open_HostWithoutAddress_IsRefused() =>
        AssertRefusedAsync(StoreFault.Unreachable, "nowhere.invalid", builder => builder.Host = "nowhere.invalid");

    [Fact]
    public async Task Open_WrongPassword_IsRefused()
    {
        var exception = await AssertRefusedAsync(StoreFault.Unreachable, "'postgres'", builder => builder.Password = "guess-4711");
        Assert.DoesNotContain("guess-4711", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public Task Open_DatabaseThatIsMissing_IsRefused() =>
        AssertRefusedAsync(StoreFault.Unreachable, "create the database", builder => builder.Database = "missing");

    [Fact]
    public Task Open_ServerThatTakesNoWrites_IsRefused() =>
        AssertRefusedAsync(StoreFault.ReadOnly, "read-only", builder => builder.Options = "-c default_transaction_read_only=on");

    [Fact]
    public async Task Open_NewerVersion_IsRefusedAndUntouched()
    {
        await Store.OpenAsync();
        await Store.TamperAsync("UPDATE distributed_store SET version = 99");
        await AssertRefusedAsync(StoreFault.Newer, "version 99", _ => { });
        Assert.Equal(99, await Store.AskAsync<int>("SELECT version FROM distributed_store"));
    }

    [Fact]
    public async Task Open_SchemaOfAnotherProgram_IsRefusedAndUntouched()
    {
        await Store.TamperAsync($"CREATE SCHEMA {Store.Schema}; CREATE TABLE {Store.Schema}.person (name text)");
        await AssertRefusedAsync(StoreFault.NotAStore, Store.Schema, _ => { });
        Assert.Equal(1, await Store.AskAsync<long>($"SELECT count(*) FROM pg_class WHERE relnamespace = '{Store.Schema}'::regnamespace"));
    }

    [Fact]
    public async Task Open_DatabaseThatCannotHoldEveryText_IsRefused()
    {
        var name = $"db_{Guid.NewGuid():N}";
        await Store.TamperAsync($"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        await AssertRefusedAsync(StoreFault.NotAStore, "UTF8", builder => builder.Database = name);
        await Store.TamperAsync($"DROP DATABASE {name}");
    }

    [Fact]
    public async Task Open_WhileAnotherUpgradesForTooLong_IsBusy()
    {
        await using var connection = await Store.ConnectAsync();
        await PostgresTestStore.ExecuteAsync(connection, $"BEGIN; SELECT pg_advisory_xact_lock({PostgresSchema.UpgradeLock})");
        await AssertRefusedAsync(StoreFault.Busy, "Store:BusyTimeout", _ => { }, TimeSpan.FromMilliseconds(50));
    }

    private async Task<StoreException> AssertRefusedAsync(
        StoreFault fault, string word, Action<NpgsqlConnectionStringBuilder> change, TimeSpan? patience = null)
    {
        var options = Store.OptionsWith(change);
        options.BusyTimeout = patience ?? options.BusyTimeout;
        var exception = await Assert.ThrowsAsync<StoreException>(() => Store.OpenAsync(options));
        Assert.Equal(fault, exception.Fault);
        Assert.Contains(word, exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", exception.Message, StringComparison.Ordinal);
        return exception;
    }
}
