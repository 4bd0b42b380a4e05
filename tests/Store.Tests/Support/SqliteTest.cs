namespace Distributed.Store.Tests.Support;

/// <summary>A test with an SQLite store of its own, not opened yet.</summary>
public abstract class SqliteTest(SqliteTestStore store) : IAsyncLifetime
{
    protected SqliteTestStore Store => store;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await store.DisposeAsync();
}
