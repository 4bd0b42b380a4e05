namespace Distributed.Store.Tests.Support;

/// <summary>A test with a PostgreSQL store of its own, not opened yet.</summary>
public abstract class PostgresTest(PostgresTestStore store) : IAsyncLifetime
{
    protected PostgresTestStore Store => store;

    public virtual Task InitializeAsync() => store.StartAsync();

    public virtual async Task DisposeAsync() => await store.DisposeAsync();
}
