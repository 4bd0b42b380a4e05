using Distributed.Tests.Shared;

namespace Distributed.Store.Tests.Support;

/// <summary>A server for the tests of one class, which stop it, kill it and start it again.</summary>
public sealed class OwnServer : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await PostgresServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
