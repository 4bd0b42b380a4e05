using Microsoft.Extensions.Hosting;

namespace Orleans.TestingHost;

/// <summary>What an in-process cluster is made of.</summary>
public sealed class InProcessTestClusterOptions
{
    /// <summary>The cluster's id.</summary>
    public string ClusterId { get; set; } = string.Empty;

    /// <summary>The service's id.</summary>
    public string ServiceId { get; set; } = string.Empty;

    /// <summary>Whether deployment makes a client.</summary>
    public bool InitializeClientOnDeploy { get; set; }

    /// <summary>The number of silos.</summary>
    public short InitialSilosCount { get; set; }

    /// <summary>Configures the hosts of silos.</summary>
    public List<Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder>> SiloHostConfigurationDelegates { get; } = [];

    /// <summary>Configures the host of the client.</summary>
    public List<Action<IHostApplicationBuilder>> ClientHostConfigurationDelegates { get; } = [];
}

/// <summary>What one silo of the cluster differs in.</summary>
public sealed class InProcessTestSiloSpecificOptions
{
    /// <summary>Its port for silos.</summary>
    public int SiloPort { get; set; }

    /// <summary>Its port for clients.</summary>
    public int GatewayPort { get; set; }

    /// <summary>Its name.</summary>
    public string SiloName { get; set; } = string.Empty;
}
