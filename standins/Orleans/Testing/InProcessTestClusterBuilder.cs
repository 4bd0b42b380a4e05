using System.Globalization;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Orleans.TestingHost;

/// <summary>Describes a cluster within the test's process.</summary>
public sealed class InProcessTestClusterBuilder
{
    /// <summary>A cluster of two silos.</summary>
    public InProcessTestClusterBuilder() : this(2)
    {
    }

    /// <summary>A cluster of <paramref name="initialSilosCount"/> silos.</summary>
    public InProcessTestClusterBuilder(short initialSilosCount) => Options = new()
    {
        InitialSilosCount = initialSilosCount,
        ClusterId = CreateClusterId(),
        ServiceId = Guid.NewGuid().ToString("N"),
        InitializeClientOnDeploy = true,
    };

    /// <summary>The description so far.</summary>
    public InProcessTestClusterOptions Options { get; }

    /// <summary>A unique id.</summary>
    public static string CreateClusterId()
    {
        var now = DateTime.UtcNow.ToString(@"yyyy-MM-dd\tHH-mm-ss", CultureInfo.InvariantCulture);
        return $"testcluster-{now}-{Random.Shared.Next(1000)}";
    }

    /// <summary>Configures the hosts of silos and of the client.</summary>
    public InProcessTestClusterBuilder ConfigureHost(Action<IHostApplicationBuilder> configureDelegate)
    {
        Options.SiloHostConfigurationDelegates.Add((_, host) => configureDelegate(host));
        Options.ClientHostConfigurationDelegates.Add(configureDelegate);
        return this;
    }

    /// <summary>Configures silos.</summary>
    public InProcessTestClusterBuilder ConfigureSilo(Action<InProcessTestSiloSpecificOptions, ISiloBuilder> configureSiloDelegate)
    {
        Options.SiloHostConfigurationDelegates.Add((options, host) => host.UseOrleans(silo => configureSiloDelegate(options, silo)));
        return this;
    }

    /// <summary>Configures the hosts of silos.</summary>
    public InProcessTestClusterBuilder ConfigureSiloHost(
        Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder> configureSiloHostDelegate)
    {
        Options.SiloHostConfigurationDelegates.Add(configureSiloHostDelegate);
        return this;
    }

    /// <summary>Configures the client.</summary>
    public InProcessTestClusterBuilder ConfigureClient(Action<IClientBuilder> configureClientDelegate)
    {
        Options.ClientHostConfigurationDelegates.Add(host => configureClientDelegate(InProcessClient.BuilderOf(host)));
        return this;
    }

    /// <summary>Configures the host of the client.</summary>
    public InProcessTestClusterBuilder ConfigureClientHost(Action<IHostApplicationBuilder> configureHostDelegate)
    {
        Options.ClientHostConfigurationDelegates.Add(configureHostDelegate);
        return this;
    }

    /// <summary>Makes the cluster; it starts when deployed.</summary>
    public InProcessTestCluster Build() => new(Options);
}
