using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Distributed.Tests;

/// <summary>
/// TCP ports at which nobody listens, each given once, to one process alone. They lie below the range from which the kernel gives ports to
/// outgoing connections, so none of those takes one before its owner listens, or while its owner is dead.
/// </summary>
internal static class FreePort
{
    private const int First = 15_000;
    private const int Last = 30_000;
    private const int MostTries = 10_000;

    private static readonly DirectoryInfo Reservations =
        Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"distributed-ports-{Environment.UserName}"));

    /// <summary>Each port's file, which only one can have open, in this process or in another, for as long as it lives.</summary>
    private static readonly List<FileStream> Held = [];

    public static int Find()
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var port = Random.Shared.Next(First, Last);
            if (Reserve(port) && IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No port from {First} to {Last} is free.");
    }

    public static string FindAsText() => Find().ToString(CultureInfo.InvariantCulture);

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
