using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>This silo's names and addresses.</summary>
public interface ILocalSiloDetails
{
    /// <summary>The silo's name.</summary>
    string Name { get; }

    /// <summary>The cluster's id.</summary>
    string ClusterId { get; }

    /// <summary>The machine's name.</summary>
    string DnsHostName { get; }

    /// <summary>The address that other silos use.</summary>
    SiloAddress SiloAddress { get; }

    /// <summary>The address that clients use.</summary>
    SiloAddress GatewayAddress { get; }
}

/// <inheritdoc/>
internal sealed class LocalSiloDetails : ILocalSiloDetails
{
    public LocalSiloDetails(IOptions<SiloOptions> silo, IOptions<ClusterOptions> cluster, IOptions<EndpointOptions> endpoints)
    {
        Name = silo.Value.SiloName;
        ClusterId = cluster.Value.ClusterId;
        DnsHostName = Dns.GetHostName();
        var generation = SiloAddress.AllocateNewGeneration();
        var endpoint = endpoints.Value;
        SiloAddress = SiloAddress.New(endpoint.AdvertisedIPAddress!, endpoint.SiloPort, generation);
        GatewayAddress = endpoint.GatewayPort == 0 ? SiloAddress.Zero : SiloAddress.New(endpoint.AdvertisedIPAddress!, endpoint.GatewayPort, 0);
    }

    public string Name { get; }

    public string ClusterId { get; }

    public string DnsHostName { get; }

    public SiloAddress SiloAddress { get; }

    public SiloAddress GatewayAddress { get; }
}
