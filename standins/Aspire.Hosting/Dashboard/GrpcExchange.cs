using System.Buffers.Binary;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// One gRPC call over plain HTTP/2: each message is a flag byte, its length as four big-endian bytes and the message; the status
/// follows in the trailers.
/// </summary>
internal sealed class GrpcExchange(HttpContext context)
{
    private const int PrefixLength = 5;
    private const int MaxMessageLength = 4 * 1024 * 1024;
    private const int StatusOk = 0;

    public async Task<T> ReadAsync<T>(MessageParser<T> parser)
        where T : IMessage<T>
    {
        var prefix = new byte[PrefixLength];
        await context.Request.Body.ReadExactlyAsync(prefix, context.RequestAborted).ConfigureAwait(false);
        var length = BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1));
        if (prefix[0] != 0 || length is < 0 or > MaxMessageLength)
        {
            throw new InvalidDataException($"A gRPC message of {length} bytes with compression flag {prefix[0]} is not accepted.");
        }

        var message = new byte[length];
        await context.Request.Body.ReadExactlyAsync(message, context.RequestAborted).ConfigureAwait(false);
        return parser.ParseFrom(message);
    }

    public async Task BeginAsync()
    {
        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    public async Task WriteAsync(IMessage message)
    {
        var frame = new byte[PrefixLength + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - PrefixLength);
        message.WriteTo(frame.AsSpan(PrefixLength));
        await context.Response.Body.WriteAsync(frame, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    public void End() => context.Response.AppendTrailer("grpc-status", $"{StatusOk}");
}
