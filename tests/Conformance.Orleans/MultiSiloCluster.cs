using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;

namespace Distributed.Conformance.Orleans;

/// <summary>A cluster of several silos that share gates and a storage.</summary>
internal sealed class MultiSiloCluster : IAsyncDisposable
{
    /// <summary>How long anything may take on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private MultiSiloCluster(InProcessTestCluster inner, Gates gates) => (Inner, Gates) = (inner, gates);

    public InProcessTestCluster Inner { get; }

    public Gates Gates { get; }

    /// <param name="silos">The number of silos.</param>
    /// <param name="configureSilo">Configures each silo.</param>
    /// <param name="kills">Whether silos are going to be killed, so that the others should notice within seconds.</param>
    public static async Task<MultiSiloCluster> DeployAsync(short silos, Action<ISiloBuilder>? configureSilo = null, bool kills = false)
    {
        var gates = new Gates();
        var storage = new SharedStorage();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(gates);
            silo.Services.AddGrainStorage("Default", (_, _) => storage);
            silo.Configure<ClusterMembershipOptions>(o => o.ProbeTimeout = TimeSpan.FromSeconds(kills ? 3 : 30));
            configureSilo?.Invoke(silo);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        var result = new MultiSiloCluster(cluster, gates);
        await result.WaitForViewAsync();
        return result;
    }

    /// <summary>The grains as code within a silo sees them.</summary>
    public static IGrainFactory GrainsOf(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<IGrainFactory>();

    public static ISiloStatusOracle OracleOf(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<ISiloStatusOracle>();

    /// <summary>A grain that is active on a silo, which others then call from afar.</summary>
    public static async Task<ILocatedGrain> ActivateOn(InProcessSiloHandle silo, string key)
    {
        var grain = GrainsOf(silo).GetGrain<ILocatedGrain>(key);
        Assert.Equal(silo.SiloAddress, await grain.Where());
        return grain;
    }

    /// <summary>Waits until every silo sees exactly the silos that there are.</summary>
    public Task WaitForViewAsync() => WaitUntilAsync(() =>
    {
        var expected = Inner.Silos.Select(s => s.SiloAddress).ToHashSet();
        return Task.FromResult(Inner.Silos.All(s => expected.SetEquals(OracleOf(s).GetApproximateSiloStatuses(onlyActive: true).Keys)));
    });

    public static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(Poll);
        while (!await condition())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Calls until the call succeeds: what a caller does who knows that silos may fail.</summary>
    public static async Task<T> RetryAsync<T>(Func<Task<T>> call)
    {
        var result = default(T);
        await WaitUntilAsync(async () =>
        {
            try
            {
                result = await call();
                return true;
            }
            catch (Exception exception) when (IsFailureOfSilo(exception))
            {
                return false;
            }
        });
        return result!;
    }

    public static bool IsFailureOfSilo(Exception exception) => exception is OrleansException or TimeoutException;

    public ValueTask DisposeAsync() => Inner.DisposeAsync();
}
