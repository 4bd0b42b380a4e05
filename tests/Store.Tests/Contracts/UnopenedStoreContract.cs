using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

/// <summary>A rule that every database behind the store must keep; each test has a store that nobody has opened yet.</summary>
public abstract class UnopenedStoreContract(TestStore store) : IAsyncLifetime
{
    protected TestStore Store => store;

    public Task InitializeAsync() => store.StartAsync();

    public async Task DisposeAsync() => await store.DisposeAsync();
}
