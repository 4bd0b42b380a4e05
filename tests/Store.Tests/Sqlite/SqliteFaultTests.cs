using Distributed.Store.Sqlite;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Sqlite;

/// <summary>Faults that come while the store is in use.</summary>
public sealed class SqliteFaultTests() : SqliteTest(new SqliteTestStore())
{
    [Fact]
    public async Task Write_DiskFull_FailsWithAdviceAndTheStoreGoesOn()
    {
        await using var database = await OpenSmallAsync(pages: 100);
        var full = await Assert.ThrowsAsync<StoreException>(() => WriteAsync(database, "large", new byte[1_000_000]));
        Assert.Equal(StoreFault.Full, full.Fault);
        Assert.Contains(Store.File, full.Message, StringComparison.Ordinal);
        Assert.True((await WriteAsync(database, "small", [1])).Written);
        Assert.Null(await database.GrainStates.ReadAsync("kind", "large"));
    }

    [Fact]
    public async Task Write_OneOfAGroupDoesNotFitTheDisk_ItsNeighboursDo()
    {
        await using var database = await OpenSmallAsync(pages: 100);
        var held = await Store.LockAsync();
        var writes = Enumerable.Range(0, 20).Select(i => WriteAsync(database, $"key{i}", new byte[i == 10 ? 1_000_000 : 10])).ToList();
        await held.DisposeAsync();
        for (var i = 0; i < writes.Count; i++)
        {
            Assert.Equal(i == 10, await Record.ExceptionAsync(() => writes[i]) is StoreException { Fault: StoreFault.Full });
            Assert.Equal(i != 10, await database.GrainStates.ReadAsync("kind", $"key{i}") is not null);
        }
    }

    [Fact]
    public async Task Write_ManyCallersAtOnce_ShareTransactions()
    {
        var dialect = new FaultyDialect(new SqliteDialect(Store.Options, TimeProvider.System), "PRAGMA user_version");
        await using var database = new StoreDatabase(dialect, Store.Options, TimeProvider.System);
        await database.OpenAsync();
        var held = await Store.LockAsync();
        var writes = Enumerable.Range(0, 1000).Select(i => WriteAsync(database, $"key{i}", [1])).ToList();
        await held.DisposeAsync();
        await Task.WhenAll(writes);

        // The first may go alone, while the others still come; two groups of at most 1,024 hold the rest.
        Assert.InRange(dialect.Transactions, 1, 3);
    }

    [Fact]
    public async Task Read_DamageFoundInUse_IsToldAsSuch()
    {
        var database = await Store.OpenAsync();
        await WriteAsync(database, "key", new byte[100_000]);
        await using (var connection = Store.Connect())
        {
            SqliteTestStore.Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }

        await database.DisposeAsync();
        database = await Store.OpenAsync();
        await OverwriteAllButTheFirstPageAsync();
        var damaged = await Assert.ThrowsAsync<StoreException>(() => database.GrainStates.ReadAsync("kind", "key"));
        Assert.Equal(StoreFault.Damaged, damaged.Fault);
    }

    private static Task<StateWrite> WriteAsync(StoreDatabase database, string key, byte[] data) =>
        database.GrainStates.WriteAsync("kind", key, null, data, null);

    private async Task<StoreDatabase> OpenSmallAsync(int pages)
    {
        var dialect = new FaultyDialect(new SqliteDialect(Store.Options, TimeProvider.System), $"PRAGMA max_page_count = {pages}");
        var database = new StoreDatabase(dialect, Store.Options, TimeProvider.System);
        await database.OpenAsync();
        return database;
    }

    private async Task OverwriteAllButTheFirstPageAsync()
    {
        const int Page = 4096;
        await using var stream = new FileStream(Store.File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        var garbage = new byte[stream.Length - Page];
        Array.Fill(garbage, (byte)0xA5);
        stream.Position = Page;
        await stream.WriteAsync(garbage);
    }
}
