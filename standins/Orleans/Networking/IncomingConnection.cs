using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Orleans.Dispatch;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;
using Orleans.Wire;

namespace Orleans.Networking;

/// <summary>What another silo sends to this one. Bytes that make no message end the connection and nothing else.</summary>
internal sealed partial class IncomingConnection(
    Socket socket, LocalSilo local, MessageCodec codec, IMessageSink sink, int maxMessageSize, ILogger logger)
{
    /// <summary>Receives until the other side, or <paramref name="token"/>, ends it.</summary>
    public async Task RunAsync(TimeSpan greetingTimeout, CancellationToken token)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            if (await GreetAsync(stream, greetingTimeout, token))
            {
                await ReceiveAsync(stream, token);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            LogEnded(exception);
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
    }

    private async Task<bool> GreetAsync(NetworkStream stream, TimeSpan timeout, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(timeout);
        var (caller, refusal) = await Handshake.AnswerAsync(stream, local.ClusterId, local.Address, limit.Token);
        if (caller is null)
        {
            LogRefused(refusal);
        }

        return caller is not null;
    }

    private async Task ReceiveAsync(NetworkStream stream, CancellationToken token)
    {
        var reader = PipeReader.Create(stream, new(bufferSize: 64 * 1024, leaveOpen: true));
        while (true)
        {
            var result = await reader.ReadAsync(token);
            var left = result.Buffer;
            while (TryTakeFrame(ref left, out var frame))
            {
                Process(frame.IsSingleSegment ? frame.First : frame.ToArray());
            }

            reader.AdvanceTo(left.Start, left.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    private bool TryTakeFrame(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (buffer.Length < sizeof(int))
        {
            return false;
        }

        Span<byte> head = stackalloc byte[sizeof(int)];
        buffer.Slice(0, sizeof(int)).CopyTo(head);
        var size = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (size <= 0 || size > maxMessageSize)
        {
            throw WireReader.Malformed($"a message of {size} bytes, when 1 to {maxMessageSize} are allowed");
        }

        if (buffer.Length - sizeof(int) < size)
        {
            return false;
        }

        frame = buffer.Slice(sizeof(int), size);
        buffer = buffer.Slice(sizeof(int) + size);
        return true;
    }

    private void Process(ReadOnlyMemory<byte> frame)
    {
        var reader = new WireReader(frame);
        var message = MessageCodec.ReadHeader(reader, out var hasContext);
        if (!local.Address.Equals(message.TargetSilo))
        {
            throw WireReader.Malformed($"a message for {message.TargetSilo}");
        }

        try
        {
            codec.ReadRest(reader, message, hasContext);
        }
        catch (Exception exception)
        {
            LogUnreadable(exception, message);
            if (message.Direction is MessageDirection.OneWay)
            {
                return;
            }

            message = Unreadable(message, exception);
        }

        sink.Deliver(message);
    }

    // Whoever waits for the message learns why it could not be read here.
    private static Message Unreadable(Message message, Exception exception)
    {
        var failure = Response.FromException(exception);
        return message.Direction is MessageDirection.Response ? message.With(failure) : message.CreateResponse(failure);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A connection from another silo has ended.")]
    private partial void LogEnded(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection from another silo was closed because of what it sent.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection was refused: {Refusal}")]
    private partial void LogRefused(string refusal);

    [LoggerMessage(Level = LogLevel.Error, Message = "Exception reading message {Message}")]
    private partial void LogUnreadable(Exception exception, Message message);
}
