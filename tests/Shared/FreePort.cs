using System.Net;
using System.Net.Sockets;

namespace Distributed.Tests;

/// <summary>TCP ports at which nobody listens at the moment.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static string FindAsText() => Find().ToString(System.Globalization.CultureInfo.InvariantCulture);
}
