using System.Net;
using System.Net.Sockets;

namespace Distributed.TrainerGrain.Clustering;

/// <summary>
/// Declares silos of this machine dead whose process is gone. A silo joins only after every active one has answered it, so after a crash
/// of all silos their rows would keep the new ones out for minutes, unless they happen to use the same ports again.
/// </summary>
/// <remarks>An active silo listens. That nobody listens at its port is known at once here, where the answer comes from our own kernel;
/// a silo that hangs or is stopped still has its port.</remarks>
public static class DeadNeighbours
{
    private const int Attempts = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Looks at every active silo of this machine and declares dead those that nobody listens for.</summary>
    public static async Task BuryAsync(IMembershipTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        foreach (var (silo, _) in (await table.ReadAllAsync()).Members)
        {
            if (IsActiveHere(silo) && await IsRefusedAsync(silo.SiloAddress.Endpoint))
            {
                await BuryAsync(table, silo.SiloAddress);
            }
        }
    }

    private static bool IsActiveHere(MembershipEntry silo) => silo.Status is SiloStatus.Active && silo.HostName == Dns.GetHostName();

    private static async Task<bool> IsRefusedAsync(IPEndPoint endpoint)
    {
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await socket.ConnectAsync(endpoint, patience.Token);
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode is SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // Others may change the table at the same time, or bury the same silo; the row that is left then is left to the probes.
    private static async Task BuryAsync(IMembershipTable table, SiloAddress silo)
    {
        for (var attempt = 0; attempt < Attempts && !await TryBuryAsync(table, silo); attempt++)
        {
        }
    }

    private static async Task<bool> TryBuryAsync(IMembershipTable table, SiloAddress silo)
    {
        var view = await table.ReadRowAsync(silo);
        if (view.TryGet(silo) is not { } row || row.Item1.Status is SiloStatus.Dead)
        {
            return true;
        }

        row.Item1.Status = SiloStatus.Dead;
        return await table.UpdateRowAsync(row.Item1, row.Item2, view.Version.Next());
    }
}
