using System.Net.Sockets;

namespace Distributed.AppHost;

/// <summary>
/// Notices the loss of Aspire's orchestrator, which leaves the application host with nothing to host. The orchestrator's proxy stands
/// before the trainers, so somebody listens at their address as long as it lives, whether or not there are any trainers behind it.
/// </summary>
internal sealed class OrchestratorWatch(EndpointReference proxied)
{
    private const int RefusalsInARow = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Runs until it is cancelled.</summary>
    /// <exception cref="RunFailure">The orchestrator is gone.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        for (var refusals = 0; refusals < RefusalsInARow; refusals = await IsRefusedAsync(cancellationToken) ? refusals + 1 : 0)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        throw new RunFailure("Aspire's orchestrator (dcp) has ended, and all services with it: start again, the work goes on where it is.");
    }

    private async Task<bool> IsRefusedAsync(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(proxied.Host, proxied.Port, cancellationToken);
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }
}
