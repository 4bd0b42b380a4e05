using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Orleans.TestingHost;

/// <summary>
/// Ports for silos of tests, below those that the system gives away by itself. Each is reserved for as long as the process lives, by a file
/// that only one can have open: processes that test at the same time do not get the same ones.
/// </summary>
internal static class TestPorts
{
    private const int Lowest = 12_000;
    private const int Highest = 32_000;

    private static readonly DirectoryInfo Reservations =
        Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"distributed-ports-{Environment.UserName}"));

    private static readonly List<FileStream> Held = [];
    private static int _last = Random.Shared.Next(Lowest, Highest) & ~1;

    /// <summary>A port that is free now; the one after it goes with it.</summary>
    public static int NextPair()
    {
        for (var tries = 0; tries < Highest - Lowest; tries += 2)
        {
            var port = Lowest + ((Interlocked.Add(ref _last, 2) - Lowest) & int.MaxValue) % (Highest - Lowest);
            if (Reserve(port) && Reserve(port + 1) && IsFree(port) && IsFree(port + 1))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No two ports from {Lowest} to {Highest} are free.");
    }

    // One that turns out not to be free stays reserved; it is not asked for again.
    private static bool Reserve(int port)
    {
        try
        {
            var file = Path.Combine(Reservations.FullName, port.ToString(CultureInfo.InvariantCulture));
            var reservation = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            lock (Held)
            {
                Held.Add(reservation);
            }

            return true;
        }
        catch (IOException)
        {
            return false;
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
