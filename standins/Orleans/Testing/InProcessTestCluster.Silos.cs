using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Membership;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>This part: silos that come and go.</summary>
public sealed partial class InProcessTestCluster
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Starts another silo.</summary>
    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync() => (await StartSilosAsync(1))[0];

    /// <summary>Starts more silos.</summary>
    public async Task<List<InProcessSiloHandle>> StartSilosAsync(int silosToStart)
    {
        var started = new List<InProcessSiloHandle>();
        for (var i = 0; i < silosToStart; i++)
        {
            started.Add(await StartAsync((short)(Interlocked.Increment(ref _started) - 1)));
        }

        return started;
    }

    /// <summary>Starts a silo that is not counted among <see cref="Silos"/>.</summary>
    public async Task<InProcessSiloHandle> CreateSiloAsync(InProcessTestSiloSpecificOptions siloOptions)
    {
        var builder = NewHost(siloOptions.SiloName);
        Options.SiloHostConfigurationDelegates.ForEach(configure => configure(siloOptions, builder));
        Microsoft.Extensions.Hosting.OrleansSiloGenericHostExtensions.UseOrleans(builder, silo => Configure(silo, siloOptions));
        var host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch
        {
            host.Services.GetService<SiloRuntime>()?.Crash();
            await ((IAsyncDisposable)host).DisposeAsync();
            throw;
        }

        var details = host.Services.GetRequiredService<ILocalSiloDetails>();
        return new InProcessSiloHandle(host)
        {
            Name = siloOptions.SiloName,
            SiloAddress = details.SiloAddress,
            GatewayAddress = details.GatewayAddress,
        };
    }

    /// <summary>Stops a silo in order.</summary>
    public Task StopSiloAsync(InProcessSiloHandle instance) => StopAsync(instance, graceful: true);

    /// <summary>Ends a silo as if its process had died.</summary>
    public Task KillSiloAsync(InProcessSiloHandle instance) => StopAsync(instance, graceful: false);

    /// <summary>Stops a silo in order and starts another in its place.</summary>
    public async Task<InProcessSiloHandle?> RestartSiloAsync(InProcessSiloHandle instance)
    {
        await StopSiloAsync(instance);
        return await StartAsync(instance.InstanceNumber);
    }

    /// <summary>Stops client and silos.</summary>
    public async Task StopAllSilosAsync()
    {
        await StopClusterClientAsync();
        foreach (var silo in Silos.Reverse())
        {
            await StopSiloAsync(silo);
        }
    }

    /// <summary>Waits until the silos agree on who is there, or for <see cref="GetLivenessStabilizationTime"/>.</summary>
    public async Task WaitForLivenessToStabilizeAsync(bool didKill = false)
    {
        var options = GetSiloServiceProvider().GetRequiredService<IOptions<ClusterMembershipOptions>>().Value;
        using var limit = new CancellationTokenSource(GetLivenessStabilizationTime(options, didKill));
        while (!IsStable() && !limit.IsCancellationRequested)
        {
            await Task.Delay(Poll, CancellationToken.None);
        }
    }

    /// <summary>How long the silos may take to agree.</summary>
    public static TimeSpan GetLivenessStabilizationTime(ClusterMembershipOptions clusterMembershipOptions, bool didKill = false) =>
        (didKill ? clusterMembershipOptions.ProbeTimeout * clusterMembershipOptions.NumMissedProbesLimit : TimeSpan.Zero)
        + (clusterMembershipOptions.UseLivenessGossip ? TimeSpan.FromSeconds(5) : clusterMembershipOptions.TableRefreshTimeout * 2);

    private bool IsStable()
    {
        var expected = GetActiveSilos().Select(s => s.SiloAddress).ToHashSet();
        return GetActiveSilos().All(s => expected.SetEquals(s.ServiceProvider.GetRequiredService<ClusterMembership>().View.Active));
    }

    private async Task<InProcessSiloHandle> StartAsync(short number)
    {
        var port = TestPorts.NextPair();
        var handle = await CreateSiloAsync(new() { SiloName = $"Silo_{number}", SiloPort = port, GatewayPort = port + 1 });
        handle.InstanceNumber = number;
        lock (_gate)
        {
            _silos.Add(handle);
        }

        return handle;
    }

    private async Task StopAsync(InProcessSiloHandle silo, bool graceful)
    {
        lock (_gate)
        {
            _silos.Remove(silo);
        }

        await silo.StopSiloAsync(graceful);
        if (_clientHost is { } client)
        {
            InProcessClient.OnGatewayLost(client.Services, silo.SiloAddress);
        }

        await silo.DisposeAsync();
    }
}
