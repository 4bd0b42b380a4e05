using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Distributed.InferenceService.Protocol;

namespace Distributed.InferenceService.Grpc;

/// <summary>What came of reading a call's message: exactly one of the two counts.</summary>
/// <param name="Message">The message, in the server's own buffers; the caller advances the reader past it.</param>
/// <param name="Fault">What is wrong with it; null when nothing is.</param>
internal readonly record struct ReadMessage(ReadOnlySequence<byte> Message, ProtocolFault? Fault);

/// <summary>
/// A message on the wire: a byte that says whether it is compressed, its length as four big-endian bytes, and itself. A unary call
/// has exactly one each way.
/// </summary>
internal static class GrpcFrame
{
    /// <summary>Bytes before the message.</summary>
    public const int PrefixLength = 5;

    /// <summary>Waits for the call's message and for the end of what the caller sends.</summary>
    /// <param name="request">The exchange.</param>
    /// <param name="limit">Largest message in bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<ReadMessage> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var body = read.Buffer;
            if (FindFault(request, body, read.IsCompleted, limit) is { } fault)
            {
                reader.AdvanceTo(body.End);
                return new(default, fault);
            }

            if (read.IsCompleted)
            {
                return new(body.Slice(PrefixLength), null);
            }

            reader.AdvanceTo(body.Start, body.End);
        }
    }

    /// <summary>Writes what goes before a message.</summary>
    public static void WritePrefix(Span<byte> destination, int length)
    {
        destination[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(destination[1..], length);
    }

    /// <summary>What can be said of a body, perhaps before all of it is there.</summary>
    private static ProtocolFault? FindFault(HttpRequest request, in ReadOnlySequence<byte> body, bool complete, int limit)
    {
        if (body.Length < PrefixLength)
        {
            return !complete ? null
                : body.IsEmpty ? new(StatusCodes.Status501NotImplemented, "the call has no message; this method takes one")
                : ProtocolFault.BadRequest($"the body ends after {body.Length} bytes, within the {PrefixLength} that go before a message");
        }

        Span<byte> prefix = stackalloc byte[PrefixLength];
        body.Slice(0, PrefixLength).CopyTo(prefix);
        return prefix[0] == 0
            ? FindLengthFault(BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]), body.Length - PrefixLength, complete, limit)
            : FindCompressionFault(request, prefix[0]);
    }

    private static ProtocolFault? FindLengthFault(uint length, long given, bool complete, int limit)
    {
        if (length > limit)
        {
            return new(StatusCodes.Status413PayloadTooLarge, $"the message has {length} bytes; at most {limit} are allowed");
        }

        if (given > length)
        {
            return new(StatusCodes.Status501NotImplemented, "the call has more than one message; this method takes one");
        }

        return complete && given < length
            ? ProtocolFault.BadRequest($"the message ends after {given} of its {length} bytes")
            : null;
    }

    private static ProtocolFault FindCompressionFault(HttpRequest request, byte flag)
    {
        var encoding = request.Headers.GrpcEncoding.ToString();
        if (flag != 1 || encoding is "" or "identity")
        {
            return ProtocolFault.BadRequest(
                $"the message has the compression flag {flag} and the encoding '{encoding}'; allowed is flag 0");
        }

        request.HttpContext.Response.Headers.GrpcAcceptEncoding = "identity";
        return new(StatusCodes.Status501NotImplemented, $"messages compressed by '{encoding}' are not supported; send them as they are");
    }
}
