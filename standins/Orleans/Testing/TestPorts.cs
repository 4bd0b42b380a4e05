using System.Net;
using System.Net.Sockets;

namespace Orleans.TestingHost;

/// <summary>Ports for silos of tests, below those that the system gives away by itself. Other test processes begin somewhere else.</summary>
internal static class TestPorts
{
    private const int Lowest = 12_000;
    private const int Highest = 32_000;
    private static int _last = Random.Shared.Next(Lowest, Highest) & ~1;

    /// <summary>A port that is free now; the one after it goes with it.</summary>
    public static int NextPair()
    {
        while (true)
        {
            var port = Lowest + ((Interlocked.Add(ref _last, 2) - Lowest) & int.MaxValue) % (Highest - Lowest);
            if (IsFree(port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
