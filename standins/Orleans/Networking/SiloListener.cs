using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Networking;

/// <summary>Accepts connections of other silos.</summary>
internal sealed partial class SiloListener : IDisposable
{
    private readonly Socket _socket;
    private readonly Func<Socket, CancellationToken, Task> _serve;
    private readonly CancellationTokenSource _closing = new();
    private readonly ILogger _logger;

    /// <exception cref="OrleansConfigurationException">The endpoint is in use or not of this machine.</exception>
    public SiloListener(IPEndPoint endpoint, Func<Socket, CancellationToken, Task> serve, ILogger logger)
    {
        _serve = serve;
        _logger = logger;
        _socket = new(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(endpoint);
            _socket.Listen();
        }
        catch (SocketException exception)
        {
            _socket.Dispose();
            throw new OrleansConfigurationException($"The silo cannot listen at {endpoint}: {exception.Message}.", exception);
        }

        _ = AcceptAsync();
    }

    /// <summary>Accepts no more and ends what was accepted.</summary>
    public void Dispose()
    {
        _closing.Cancel();
        _socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var accepted = await _socket.AcceptAsync(_closing.Token);
                accepted.NoDelay = true;
                _ = _serve(accepted, _closing.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // One caller that went away while it was accepted must not end the others.
                LogAcceptFailed(exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection could not be accepted.")]
    private partial void LogAcceptFailed(Exception exception);
}
