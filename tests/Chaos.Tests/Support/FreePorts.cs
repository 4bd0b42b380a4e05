using System.Net;
using System.Net.Sockets;

namespace Distributed.Chaos.Tests.Support;

/// <summary>
/// Ports that stay ours while the process that listens on them is dead: they lie below the range from which the kernel gives ports to
/// outgoing connections, so none of those can take one meanwhile.
/// </summary>
internal sealed class FreePorts
{
    private const int First = 15_000;
    private const int Last = 30_000;

    private readonly HashSet<int> _given = [];

    public int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            if (IsFree(port) && _given.Add(port))
            {
                return port;
            }
        }
    }

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
