using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Distributed.Conformance.Orleans;

/// <summary>A cluster of one silo with memory storage, deployed for one test.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private TestCluster(InProcessTestCluster cluster) => _cluster = cluster;

    public InProcessTestCluster Inner => _cluster;

    public IClusterClient Client => _cluster.Client;

    /// <summary>The client within the silo.</summary>
    public IGrainFactory Local => SiloServices.GetRequiredService<IGrainFactory>();

    public IServiceProvider SiloServices => _cluster.GetSiloServiceProvider();

    /// <summary>The gates that grains and test meet at.</summary>
    public Gates Gates => SiloServices.GetRequiredService<Gates>();

    public static async Task<TestCluster> DeployAsync(
        Action<ISiloBuilder>? configureSilo = null,
        Action<InProcessTestClusterBuilder>? configureCluster = null,
        bool withDefaultStorage = true)
    {
        var builder = new InProcessTestClusterBuilder(1);
        configureCluster?.Invoke(builder);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<Gates>();
            if (withDefaultStorage)
            {
                silo.AddMemoryGrainStorageAsDefault();
            }

            configureSilo?.Invoke(silo);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
