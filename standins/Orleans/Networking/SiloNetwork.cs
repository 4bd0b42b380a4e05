using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dispatch;
using Orleans.Membership;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;
using Orleans.Wire;

namespace Orleans.Networking;

/// <summary>This silo's connections: one that sends for each silo it talks to, and those that others opened.</summary>
internal sealed partial class SiloNetwork : IMessageSink, IDisposable
{
    private static readonly TimeSpan FlushTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FlushPoll = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<SiloAddress, OutgoingConnection> _outgoing = new();
    private readonly LocalSilo _local;
    private readonly IPEndPoint _endpoint;
    private readonly ConnectionOptions _options;
    private readonly int _maxMessageSize;
    private readonly MessageCodec _codec;
    private readonly ClusterMembership _membership;
    private readonly Lazy<MessageCenter> _messages;
    private readonly ILogger _logger;
    private SiloListener? _listener;
    private volatile bool _isClosed;

    public SiloNetwork(
        ILocalSiloDetails silo, IOptions<EndpointOptions> endpoints, IOptions<ConnectionOptions> connections,
        IOptions<SiloMessagingOptions> messaging, MessageCodec codec, ClusterMembership membership, Lazy<MessageCenter> messages,
        ILogger<SiloNetwork> logger)
    {
        _local = new(silo.ClusterId, silo.SiloAddress);
        _endpoint = endpoints.Value.SiloListeningEndpoint ?? silo.SiloAddress.Endpoint;
        _options = connections.Value;
        _maxMessageSize = messaging.Value.MaxMessageBodySize;
        _codec = codec;
        _membership = membership;
        _messages = messages;
        _logger = logger;
    }

    public void Listen() => _listener = new(_endpoint, Serve, _logger);

    /// <summary>Sends a message to its target silo. Failures are the message's answer.</summary>
    public void Deliver(Message message)
    {
        if (_isClosed || TryEncode(message) is not { } frame)
        {
            return;
        }

        _outgoing.GetOrAdd(message.TargetSilo!, static (peer, network) => network.NewConnection(peer), this).Send(new(message, frame));
    }

    /// <summary>Ends the connection to a silo that is gone.</summary>
    public void Forget(SiloAddress peer)
    {
        if (_outgoing.TryRemove(peer, out var connection))
        {
            connection.Dispose();
        }
    }

    /// <summary>Waits, in bounds, until everything is on its way.</summary>
    public async Task FlushAsync(CancellationToken token)
    {
        var limit = Environment.TickCount64 + (long)FlushTime.TotalMilliseconds;
        while (!_outgoing.Values.All(c => c.IsIdle) && Environment.TickCount64 < limit && !token.IsCancellationRequested)
        {
            await Task.Delay(FlushPoll, CancellationToken.None);
        }
    }

    /// <summary>Ends all connections at once.</summary>
    public void Dispose()
    {
        _isClosed = true;
        _listener?.Dispose();
        foreach (var peer in _outgoing.Keys)
        {
            Forget(peer);
        }
    }

    private Task Serve(Socket socket, CancellationToken token) =>
        new IncomingConnection(socket, _local, _codec, _messages.Value, _maxMessageSize, _logger).RunAsync(_options.OpenConnectionTimeout, token);

    private OutgoingConnection NewConnection(SiloAddress peer) => new(_local, peer, _options, _messages.Value, _membership, _logger);

    private WireWriter? TryEncode(Message message)
    {
        try
        {
            return Encode(message);
        }
        catch (Exception exception)
        {
            LogUnsendable(exception, message);
            if (message.Direction is not MessageDirection.Response)
            {
                _messages.Value.Reject(message, exception);
                return null;
            }

            // The caller learns that its answer could not travel.
            return Encode(message.With(Response.FromException(Portable(exception))));
        }
    }

    // What an application's converter throws may not be able to travel either.
    private static Exception Portable(Exception exception) => exception is OrleansException or SerializerException
        ? exception
        : new OrleansException($"Exception serializing the response: {exception.Message}");

    private WireWriter Encode(Message message)
    {
        var writer = new WireWriter();
        try
        {
            var start = writer.Origin = writer.BeginPart();
            _codec.Write(writer, message);
            writer.EndPart(start);
            return writer.Length <= _maxMessageSize ? writer : throw new OrleansException(
                $"The message {message} has {writer.Length} bytes; {nameof(MessagingOptions.MaxMessageBodySize)} allows {_maxMessageSize}.");
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Exception writing message {Message}")]
    private partial void LogUnsendable(Exception exception, Message message);
}
