using Distributed.Store.Sqlite;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Sqlite;

/// <summary>What the start accepts, and what it sets up.</summary>
public sealed class SqliteStartTests() : SqliteTest(new SqliteTestStore())
{
    [Fact]
    public async Task Open_NoFile_CreatesAnEmptyStoreOfThisVersion()
    {
        var database = await Store.OpenAsync();
        Assert.Empty((await database.Catalog.ListAsync(new CatalogQuery())).Entries);
        await using var connection = Store.Connect();
        Assert.Equal(SqliteSchema.Version, SqliteTestStore.Ask<long>(connection, "PRAGMA user_version"));
        Assert.Equal("wal", SqliteTestStore.Ask<string>(connection, "PRAGMA journal_mode"));
    }

    [Fact]
    public async Task Open_EmptyFile_IsTakenForANewStore()
    {
        await File.WriteAllBytesAsync(Store.File, []);
        await Make.AddAsync(await Store.OpenAsync(), Make.Entry("a"));
    }

    [Fact]
    public async Task OpenWriter_FlushesTheLogAtEveryCommit()
    {
        var dialect = new SqliteDialect(Store.Options, TimeProvider.System);
        await dialect.PrepareAsync(CancellationToken.None);
        await using var session = await dialect.OpenWriterAsync(CancellationToken.None);
        const int Full = 2;
        Assert.Equal(Full, await session.FirstAsync("PRAGMA synchronous", row => row.GetInt32(0)));
        Assert.Equal(1, await session.FirstAsync("PRAGMA foreign_keys", row => row.GetInt32(0)));
        Assert.Equal("wal", await session.FirstAsync("PRAGMA journal_mode", row => row.GetString(0)));
    }
}
