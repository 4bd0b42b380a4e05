using System.Buffers;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Dispatch;
using Orleans.Membership;
using Orleans.Runtime;

namespace Orleans.Networking;

/// <summary>
/// What this silo sends to another one: a bounded queue and a connection that is opened when there is something to send. What was given to a
/// connection that then broke is not sent again, so that no request runs twice.
/// </summary>
internal sealed partial class OutgoingConnection : IDisposable
{
    private const int MaxQueued = 100_000;
    private const int MaxBatch = 256;
    private const int MaxBatchBytes = 256 * 1024;

    private readonly Channel<OutgoingMessage> _queue =
        Channel.CreateBounded<OutgoingMessage>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });

    private readonly ArrayBufferWriter<byte> _batch = new(MaxBatchBytes);
    private readonly List<OutgoingMessage> _inFlight = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly LocalSilo _local;
    private readonly SiloAddress _peer;
    private readonly ConnectionOptions _options;
    private readonly MessageCenter _messages;
    private readonly ClusterMembership _membership;
    private readonly ILogger _logger;
    private long _notBefore;
    private int _unsent;

    public OutgoingConnection(
        LocalSilo local, SiloAddress peer, ConnectionOptions options, MessageCenter messages, ClusterMembership membership, ILogger logger)
    {
        _local = local;
        _peer = peer;
        _options = options;
        _messages = messages;
        _membership = membership;
        _logger = logger;
        Closed = Task.Run(RunAsync);
    }

    /// <summary>Completes when nothing is sent any more.</summary>
    public Task Closed { get; }

    /// <summary>Whether everything was given to the network.</summary>
    public bool IsIdle => Volatile.Read(ref _unsent) == 0;

    public void Send(OutgoingMessage message)
    {
        if (Environment.TickCount64 < Volatile.Read(ref _notBefore))
        {
            Fail(message, new OrleansMessageRejectionException(
                $"Unable to connect to {_peer}, which could not be reached just before. It is tried again after {_options.ConnectionRetryDelay}."));
            return;
        }

        Interlocked.Increment(ref _unsent);
        if (!_queue.Writer.TryWrite(message))
        {
            Interlocked.Decrement(ref _unsent);
            Fail(message, new OrleansMessageRejectionException(_closing.IsCancellationRequested
                ? $"The connection to {_peer} is closed."
                : $"More than {MaxQueued} messages wait to be sent to {_peer}."));
        }
    }

    /// <summary>Stops sending; whatever waits is refused.</summary>
    public void Dispose()
    {
        if (_queue.Writer.TryComplete())
        {
            _closing.Cancel();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_closing.Token))
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

        RerouteAll();
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
            FailAll(m => new OrleansMessageRejectionException($"Exception while sending message: {exception.Message} Message: {m.Message}", exception));
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
            while (await _queue.Reader.WaitToReadAsync(broken.Token))
            {
                TakeBatch();
                await SendAllAsync(socket, broken.Token);
                Interlocked.Add(ref _unsent, -_inFlight.Count);
                _inFlight.Clear();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            LogBroken(_peer, exception.Message);
            FailInFlight();
        }

        await broken.CancelAsync();
        await watch;
        EndOfStream(socket);
    }

    // What was given to the network still arrives.
    private static void EndOfStream(Socket socket)
    {
        if (socket.Connected)
        {
            socket.Shutdown(SocketShutdown.Send);
        }
    }

    private void TakeBatch()
    {
        _batch.ResetWrittenCount();
        while (_inFlight.Count < MaxBatch && _batch.WrittenCount < MaxBatchBytes && _queue.Reader.TryRead(out var next))
        {
            _inFlight.Add(next);
            if (!next.Message.IsExpired)
            {
                _batch.Write(next.Frame.Written.Span);
            }

            next.Frame.Dispose();
        }
    }

    private async Task SendAllAsync(Socket socket, CancellationToken token)
    {
        for (var left = _batch.WrittenMemory; left.Length > 0;)
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

    private void FailInFlight()
    {
        Interlocked.Add(ref _unsent, -_inFlight.Count);
        foreach (var message in _inFlight)
        {
            _messages.Reject(message.Message, new SiloUnavailableException(
                $"Silo {_local.Address} is rejecting message: {message.Message}. Reason = Connection terminated"));
        }

        _inFlight.Clear();
    }

    private void RerouteAll()
    {
        while (_queue.Reader.TryRead(out var message))
        {
            Interlocked.Decrement(ref _unsent);
            message.Frame.Dispose();
            _messages.Reroute(message.Message, RuntimeClient.TargetGone(message.Message));
        }
    }

    private void FailAll(Func<OutgoingMessage, Exception> reason)
    {
        while (_queue.Reader.TryRead(out var message))
        {
            Interlocked.Decrement(ref _unsent);
            Fail(message, reason(message));
        }
    }

    private void Fail(OutgoingMessage message, Exception reason)
    {
        message.Frame.Dispose();
        _messages.Reject(message.Message, reason);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Unable to connect to silo {Peer}: {Reason}")]
    private partial void LogUnreachable(SiloAddress peer, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The connection to silo {Peer} was terminated: {Reason}")]
    private partial void LogBroken(SiloAddress peer, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The connection to silo {Peer} is closed.")]
    private partial void LogClosed(SiloAddress peer);
}
