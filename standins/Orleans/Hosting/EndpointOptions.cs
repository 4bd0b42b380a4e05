using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Orleans.Runtime;

namespace Orleans.Configuration;

/// <summary>Where a silo listens and how others reach it.</summary>
public class EndpointOptions
{
    /// <summary>The default of <see cref="SiloPort"/>.</summary>
    public const int DEFAULT_SILO_PORT = 11111;

    /// <summary>The default of <see cref="GatewayPort"/>.</summary>
    public const int DEFAULT_GATEWAY_PORT = 30000;

    /// <summary>The address that others use; by default the machine's first IPv4 address that is not loopback.</summary>
    public IPAddress? AdvertisedIPAddress
    {
        get;
        set => field = value is null || value.Equals(IPAddress.Any) || value.Equals(IPAddress.IPv6Any) || value.Equals(IPAddress.None)
            ? throw new OrleansConfigurationException($"Invalid value specified for {nameof(AdvertisedIPAddress)}. The value was {value}")
            : value;
    }

    /// <summary>The port for other silos.</summary>
    public int SiloPort
    {
        get;
        set => field = value != 0 ? value : throw new OrleansConfigurationException(
            $"No listening port specified. Use ConfigureEndpoints(...) to configure endpoints and ensure that {nameof(SiloPort)} is set.");
    } = DEFAULT_SILO_PORT;

    /// <summary>The port for clients; 0 for none.</summary>
    public int GatewayPort { get; set; } = DEFAULT_GATEWAY_PORT;

    /// <summary>Where to listen for silos, if not at the advertised address.</summary>
    public IPEndPoint? SiloListeningEndpoint { get; set; }

    /// <summary>Where to listen for clients, if not at the advertised address.</summary>
    public IPEndPoint? GatewayListeningEndpoint { get; set; }

    internal void Bind(IConfiguration section)
    {
        GatewayPort = Number(section[nameof(GatewayPort)]) ?? GatewayPort;
        SiloPort = Number(section[nameof(SiloPort)]) ?? SiloPort;
        if (IPAddress.TryParse(section[nameof(AdvertisedIPAddress)], out var address))
        {
            AdvertisedIPAddress = address;
        }

        SiloListeningEndpoint = EndPoint(section[nameof(SiloListeningEndpoint)]) ?? SiloListeningEndpoint;
        GatewayListeningEndpoint = EndPoint(section[nameof(GatewayListeningEndpoint)]) ?? GatewayListeningEndpoint;
    }

    internal void UseDefaultAddress()
    {
        if (AdvertisedIPAddress is null)
        {
            AdvertisedIPAddress = FirstAddress(AddressFamily.InterNetwork) ?? IPAddress.Loopback;
        }
    }

    internal static IPAddress? FirstAddress(AddressFamily family) => NetworkInterface.GetAllNetworkInterfaces()
        .Where(n => n.OperationalStatus is OperationalStatus.Up)
        .SelectMany(n => n.GetIPProperties().UnicastAddresses)
        .Select(a => a.Address)
        .FirstOrDefault(a => a.AddressFamily == family && !IPAddress.IsLoopback(a));

    private static int? Number(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IPEndPoint? EndPoint(string? text) => text is not null && IPEndPoint.TryParse(text, out var endpoint) ? endpoint : null;
}
