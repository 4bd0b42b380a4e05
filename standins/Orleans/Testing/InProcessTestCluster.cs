using System.Collections.ObjectModel;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Dispatch;
using Orleans.Hosting;
using Orleans.Membership;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A cluster within the test's process, whose silos talk to each other over the loopback network.</summary>
public sealed partial class InProcessTestCluster : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<InProcessSiloHandle> _silos = [];
    private readonly InMemoryMembershipTable _membership = new();
    private IHost? _clientHost;
    private int _started;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    /// <summary>What the cluster is made of.</summary>
    public InProcessTestClusterOptions Options { get; }

    /// <summary>The silos.</summary>
    public ReadOnlyCollection<InProcessSiloHandle> Silos
    {
        get
        {
            lock (_gate)
            {
                return _silos.ToArray().AsReadOnly();
            }
        }
    }

    /// <summary>The client; it can be used when the cluster is deployed.</summary>
    public IClusterClient Client => _clientHost?.Services.GetRequiredService<IClusterClient>()!;

    /// <summary>Starts silos and client.</summary>
    public async Task DeployAsync()
    {
        if (Silos.Count > 0)
        {
            throw new InvalidOperationException("Cluster host already deployed.");
        }

        try
        {
            await StartSilosAsync(Options.InitialSilosCount);
            if (Options.InitializeClientOnDeploy)
            {
                await InitializeClientAsync();
            }
        }
        catch
        {
            await StopAllSilosAsync();
            throw;
        }
    }

    /// <summary>Makes the client anew.</summary>
    public async Task InitializeClientAsync()
    {
        await StopClusterClientAsync();
        var builder = NewHost("TestClusterClient");
        Options.ClientHostConfigurationDelegates.ForEach(configure => configure(builder));
        InProcessClient.Connect(builder, () => [.. GetActiveSilos()]);
        _clientHost = builder.Build();
        await _clientHost.StartAsync();
    }

    /// <summary>Stops the client.</summary>
    public async Task StopClusterClientAsync()
    {
        if (_clientHost is { } host)
        {
            _clientHost = null;
            host.Services.GetService<RuntimeClient>()?.Stop();
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }

    /// <summary>The services of a silo; of any when none is named.</summary>
    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) =>
        GetActiveSilos().FirstOrDefault(s => silo is null || s.SiloAddress.Equals(silo))?.ServiceProvider
        ?? throw new ArgumentException($"The provided silo address '{silo}' is unknown.", nameof(silo));

    /// <summary>The silos that have not been stopped.</summary>
    public IEnumerable<InProcessSiloHandle> GetActiveSilos() => Silos.Where(s => s.IsActive);

    /// <summary>The silo at an address; null when there is none.</summary>
    public InProcessSiloHandle? GetSiloForAddress(SiloAddress siloAddress) =>
        GetActiveSilos().FirstOrDefault(s => s.SiloAddress.Equals(siloAddress));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAllSilosAsync();

    private static HostApplicationBuilder NewHost(string name) => Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
    {
        ApplicationName = name,
        EnvironmentName = Environments.Development,
        DisableDefaults = true,
    });

    private void Configure(ISiloBuilder silo, InProcessTestSiloSpecificOptions options)
    {
        silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (Options.ClusterId, Options.ServiceId));
        silo.Configure<SiloOptions>(o => o.SiloName = options.SiloName);
        silo.Configure<EndpointOptions>(o => (o.AdvertisedIPAddress, o.SiloPort, o.GatewayPort) =
            (IPAddress.Loopback, options.SiloPort, options.GatewayPort));
        silo.Services.AddSingleton<IFatalErrorHandler>(services => new CrashOfSilo(services));
        silo.Services.AddSingleton<IMembershipTable>(_membership);
    }

    // The test's process goes on; the silo does not.
    private sealed class CrashOfSilo(IServiceProvider services) : IFatalErrorHandler
    {
        public bool IsUnexpected(Exception exception) => true;

        public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null) =>
            Task.Run(() => services.GetRequiredService<SiloRuntime>().Crash()).Ignore();
    }
}
