using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Dispatch;
using Orleans.Membership;
using Orleans.Runtime;

namespace Orleans.Networking;

/// <summary>
/// Sends this silo's messages to another one, by a connection that is opened when there is something to send. What was given to a connection
/// that then broke is not sent again, so that no request runs twice.
/// </summary>
internal sealed partial class OutgoingConnection : IDisposable
{
    private readonly OutgoingQueue _queue = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly LocalSilo _local;
    private readonly SiloAddress _peer;
    private readonly ConnectionOptions _options;
    private readonly MessageCenter _messages;
    private readonly ClusterMembership _membership;
    private readonly ILogger _logger;
    private long _notBefore;

    public OutgoingConnection(
        LocalSilo local, SiloAddress peer, ConnectionOptions options, MessageCenter messages, ClusterMembership membership, ILogger logger)
    {
        _local = local;
        _peer = peer;
        _options = options;
        _messages = messages;
        _membership = membership;
        _logger = logger;
        _ = Task.Run(RunAsync);
    }

    /// <summary>Whether everything was given to the network.</summary>
    public bool IsIdle => _queue.IsEmpty;

    public void Send(OutgoingMessage message)
    {
        if (Environment.TickCount64 < Volatile.Read(ref _notBefore))
        {
            Refuse(message, $"Unable to connect to {_peer}, which could not be reached just before. "
                + $"It is tried again after {_options.ConnectionRetryDelay}.");
        }
        else if (!_queue.TryAdd(message))
        {
            Refuse(message, _closing.IsCancellationRequested
                ? $"The connection to {_peer} is closed."
                : $"More than {OutgoingQueue.Limit} messages wait to be sent to {_peer}.");
        }
    }

    /// <summary>Stops sending. What waits finds another way.</summary>
    public void Dispose()
    {
        if (_queue.TryClose())
        {
            _closing.Cancel();
        }
    }

    private void Refuse(OutgoingMessage message, string reason)
    {
        message.Frame.Dispose();
        _messages.Reject(message.Message, new OrleansMessageRejectionException(reason));
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _queue.WaitAsync(_closing.Token))
            {
                await ConnectAndSendAsync();
                if (_membership.View.IsDead(_peer))
                {
                    Dispose();
                }
            }
        }
        catch (OperationCanceledException)
        {
            LogClosed(_peer);
        }

        foreach (var message in _queue.Drain())
        {
            _messages.Reroute(message.Message, RuntimeClient.TargetGone(message.Message));
        }
    }

    private async Task ConnectAndSendAsync()
    {
        try
        {
            using var socket = await OpenAsync();
            await SendUntilBrokenAsync(socket);
        }
        catch (Exception exception) when (!_closing.IsCancellationRequested)
        {
            LogUnreachable(_peer, exception.Message);
            Volatile.Write(ref _notBefore, Environment.TickCount64 + (long)_options.ConnectionRetryDelay.TotalMilliseconds);
            foreach (var (message, _) in _queue.Drain())
            {
                _messages.Reject(message, new OrleansMessageRejectionException(
                    $"Exception while sending message: {exception.Message} Message: {message}", exception));
            }
        }
    }

    private async Task<Socket> OpenAsync()
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        timeout.CancelAfter(_options.OpenConnectionTimeout);
        var socket = new Socket(_peer.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_peer.Endpoint, timeout.Token);
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            await Handshake.GreetAsync(stream, _local.ClusterId, _local.Address, _peer, timeout.Token);
            return socket;
        }
        catch (Exception exception)
        {
            socket.Dispose();
            throw exception is OperationCanceledException && !_closing.IsCancellationRequested
                ? new TimeoutException($"Opening a connection to {_peer} took more than {_options.OpenConnectionTimeout}.")
                : exception;
        }
    }

    private async Task SendUntilBrokenAsync(Socket socket)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        var watch = CancelWhenClosedAsync(socket, broken);
        try
        {
            while (await _queue.WaitAsync(broken.Token))
            {
                await SendAllAsync(socket, _queue.TakeBatch(), broken.Token);
                _queue.EndBatch();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            LogBroken(_peer, exception.Message);
            FailBatch();
        }

        await broken.CancelAsync();
        await watch;
        EndOfStream(socket);
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken token)
    {
        for (var left = bytes; left.Length > 0;)
        {
            left = left[await socket.SendAsync(left, token)..];
        }
    }

    // The other side never sends; all that can arrive is the end.
    private static async Task CancelWhenClosedAsync(Socket socket, CancellationTokenSource broken)
    {
        try
        {
            await socket.ReceiveAsync(new byte[1], broken.Token);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Whatever the end was called, it is one.
        }

        await broken.CancelAsync();
    }

    // What was given to the network still arrives.
    private static void EndOfStream(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other side was faster.
        }
    }

    private void FailBatch()
    {
        foreach (var (message, _) in _queue.Taken)
        {
            _messages.Reject(message, new SiloUnavailableException(
                $"Silo {_local.Address} is rejecting message: {message}. Reason = Connection terminated"));
        }

        _queue.EndBatch();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Unable to connect to silo {Peer}: {Reason}")]
    private partial void LogUnreachable(SiloAddress peer, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The connection to silo {Peer} was terminated: {Reason}")]
    private partial void LogBroken(SiloAddress peer, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The connection to silo {Peer} is closed.")]
    private partial void LogClosed(SiloAddress peer);
}
