using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Activations;
using Orleans.Configuration;
using Orleans.Dispatch;
using Orleans.Hosting;
using Orleans.Membership;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A cluster within the test's process.</summary>
public sealed class InProcessTestCluster : IAsyncDisposable
{
    private static int _lastPort = 20000;
    private readonly List<InProcessSiloHandle> _silos = [];
    private readonly InMemoryMembershipTable _membership = new();
    private IHost? _clientHost;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    /// <summary>What the cluster is made of.</summary>
    public InProcessTestClusterOptions Options { get; }

    /// <summary>The silos.</summary>
    public ReadOnlyCollection<InProcessSiloHandle> Silos => _silos.ToArray().AsReadOnly();

    /// <summary>The client; it can be used when the cluster is deployed.</summary>
    public IClusterClient Client => _clientHost?.Services.GetRequiredService<IClusterClient>()!;

    /// <summary>Starts silos and client.</summary>
    public async Task DeployAsync()
    {
        if (_silos.Count > 0)
        {
            throw new InvalidOperationException("Cluster host already deployed.");
        }

        try
        {
            for (var i = 0; i < Options.InitialSilosCount; i++)
            {
                await StartAdditionalSiloAsync();
            }

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

    /// <summary>Starts another silo.</summary>
    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync()
    {
        if (_silos.Any(s => s.IsActive))
        {
            throw new NotSupportedException("This runtime has clusters of one silo: use new InProcessTestClusterBuilder(1).");
        }

        var port = Interlocked.Add(ref _lastPort, 2);
        var options = new InProcessTestSiloSpecificOptions { SiloName = $"Silo_{_silos.Count}", SiloPort = port, GatewayPort = port + 1 };
        var handle = await CreateSiloAsync(options);
        handle.InstanceNumber = (short)_silos.Count;
        _silos.Add(handle);
        return handle;
    }

    /// <summary>Starts a silo that is not counted among <see cref="Silos"/>.</summary>
    public async Task<InProcessSiloHandle> CreateSiloAsync(InProcessTestSiloSpecificOptions siloOptions)
    {
        var builder = NewHost(siloOptions.SiloName);
        Options.SiloHostConfigurationDelegates.ForEach(configure => configure(siloOptions, builder));
        builder.UseOrleans(silo => Configure(silo, siloOptions));
        var host = builder.Build();
        await host.StartAsync();
        var details = host.Services.GetRequiredService<ILocalSiloDetails>();
        return new InProcessSiloHandle(host)
        {
            Name = siloOptions.SiloName,
            SiloAddress = details.SiloAddress,
            GatewayAddress = details.GatewayAddress,
        };
    }

    /// <summary>Makes the client anew.</summary>
    public async Task InitializeClientAsync()
    {
        await StopClusterClientAsync();
        var builder = NewHost("TestClusterClient");
        Options.ClientHostConfigurationDelegates.ForEach(configure => configure(builder));
        InProcessClient.Connect(builder, GetSiloServiceProvider());
        _clientHost = builder.Build();
        await _clientHost.StartAsync();
    }

    /// <summary>The services of a silo.</summary>
    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) =>
        _silos.FirstOrDefault(s => s.IsActive && (silo is null || s.SiloAddress.Equals(silo)))?.ServiceProvider
        ?? throw new ArgumentException($"The provided silo address '{silo}' is unknown.", nameof(silo));

    /// <summary>The activation of a grain, if there is one.</summary>
    public bool TryGetGrainContext(GrainId grainId, [NotNullWhen(true)] out IGrainContext? grainContext)
    {
        grainContext = _silos.Where(s => s.IsActive)
            .Select(s => s.ServiceProvider.GetRequiredService<Catalog>().Find(grainId))
            .FirstOrDefault(c => c is not null);
        return grainContext is not null;
    }

    /// <summary>Completes when a grain's activation has stopped; at once when there is none.</summary>
    public Task WaitForDeactivationAsync(IAddressable grain) => WaitForDeactivationAsync(grain.GetGrainId());

    /// <summary>Completes when a grain's activation has stopped; at once when there is none.</summary>
    public Task WaitForDeactivationAsync(GrainId grainId) =>
        TryGetGrainContext(grainId, out var context) ? context.Deactivated : Task.CompletedTask;

    /// <summary>Stops a grain's activation.</summary>
    public Task DeactivateAsync(IAddressable grain) => DeactivateAsync(grain.GetGrainId());

    /// <summary>Stops a grain's activation.</summary>
    public async Task DeactivateAsync(GrainId grainId)
    {
        if (TryGetGrainContext(grainId, out var context))
        {
            context.Deactivate(new(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateAsync)} was called."));
            await context.Deactivated;
        }
    }

    /// <summary>Stops a silo in order.</summary>
    public Task StopSiloAsync(InProcessSiloHandle instance) => StopAsync(instance, graceful: true);

    /// <summary>Stops a silo at once.</summary>
    public Task KillSiloAsync(InProcessSiloHandle instance) => StopAsync(instance, graceful: false);

    /// <summary>Stops a silo in order and starts another in its place.</summary>
    public async Task<InProcessSiloHandle?> RestartSiloAsync(InProcessSiloHandle instance)
    {
        await StopSiloAsync(instance);
        var handle = await StartAdditionalSiloAsync();
        await InitializeClientAsync();
        return handle;
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

    /// <summary>Stops silos and client.</summary>
    public async Task StopAllSilosAsync()
    {
        await StopClusterClientAsync();
        foreach (var silo in Silos)
        {
            await StopSiloAsync(silo);
        }
    }

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
        silo.Services.AddSingleton<IMembershipTable>(_membership);
    }

    private async Task StopAsync(InProcessSiloHandle silo, bool graceful)
    {
        _silos.Remove(silo);
        await silo.StopSiloAsync(graceful);
        await silo.DisposeAsync();
    }
}
