using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>Where a silo listens.</summary>
public static class EndpointOptionsExtensions
{
    /// <summary>Uses the machine's first address of a family.</summary>
    public static ISiloBuilder ConfigureEndpoints(
        this ISiloBuilder builder, int siloPort, int gatewayPort,
        AddressFamily addressFamily = AddressFamily.InterNetwork, bool listenOnAnyHostAddress = false) =>
        builder.ConfigureEndpoints(null!, siloPort, gatewayPort, addressFamily, listenOnAnyHostAddress);

    /// <summary>Uses the address of a host name; without one, the machine's first address of a family.</summary>
    public static ISiloBuilder ConfigureEndpoints(
        this ISiloBuilder builder, string hostname, int siloPort, int gatewayPort,
        AddressFamily addressFamily = AddressFamily.InterNetwork, bool listenOnAnyHostAddress = false)
    {
        var address = string.IsNullOrEmpty(hostname)
            ? EndpointOptions.FirstAddress(addressFamily)
            : Array.Find(Dns.GetHostAddresses(hostname), a => a.AddressFamily == addressFamily);
        return address is null
            ? throw new OrleansConfigurationException($"Hostname '{hostname}' with address family {addressFamily} has no address.")
            : builder.ConfigureEndpoints(address, siloPort, gatewayPort, listenOnAnyHostAddress);
    }

    /// <summary>Uses an address.</summary>
    public static ISiloBuilder ConfigureEndpoints(
        this ISiloBuilder builder, IPAddress advertisedIP, int siloPort, int gatewayPort, bool listenOnAnyHostAddress = false) =>
        builder.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = advertisedIP;
            options.SiloPort = siloPort;
            options.GatewayPort = gatewayPort;
            if (listenOnAnyHostAddress)
            {
                options.SiloListeningEndpoint = new(IPAddress.Any, siloPort);
                options.GatewayListeningEndpoint = new(IPAddress.Any, gatewayPort);
            }
        });
}
