namespace Distributed.Store.Tests.Support;

/// <summary>A rule that every database behind the store must keep; each test has an empty store and two handles on it.</summary>
public abstract class StoreContract(TestStore store) : IAsyncLifetime
{
    /// <summary>The store as one process sees it.</summary>
    protected StoreDatabase One { get; private set; } = null!;

    /// <summary>The store as another process sees it.</summary>
    protected StoreDatabase Two { get; private set; } = null!;

    protected TestStore Store => store;

    public async Task InitializeAsync()
    {
        await store.StartAsync();
        One = await store.OpenAsync();
        Two = await store.OpenAsync();
    }

    public async Task DisposeAsync() => await store.DisposeAsync();
}
