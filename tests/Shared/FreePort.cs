using System.Net;
using System.Net.Sockets;

namespace Distributed.Tests;

/// <summary>
/// TCP ports at which nobody listens, each given once. They lie below the range from which the kernel gives ports to outgoing connections,
/// so none of those takes one before its owner listens, or while its owner is dead.
/// </summary>
internal static class FreePort
{
    private const int First = 15_000;
    private const int Last = 30_000;

    private static readonly HashSet<int> Given = [];

    public static int Find()
    {
        lock (Given)
        {
            while (true)
            {
                var port = Random.Shared.Next(First, Last);
                if (IsFree(port) && Given.Add(port))
                {
                    return port;
                }
            }
        }
    }

    public static string FindAsText() => Find().ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
