using System.Buffers;
using System.Globalization;
using Distributed.InferenceService.Serving;
using Distributed.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Protocol;

/// <summary>Receives requests and sends answers over HTTP, within the server's limits of size and time.</summary>
public sealed class RestExchange(IOptions<ServingOptions> options)
{
    private const string Json = "application/json";
    private const string Binary = "application/octet-stream";

    private readonly ServingOptions _options = options.Value;

    /// <summary>Waits for the whole body. Without a fault the caller advances the reader past it when done.</summary>
    public async ValueTask<RequestBytes> ReceiveAsync(HttpRequest http, Inference inference)
    {
        if (http.Headers.ContentEncoding is [var encoding, ..] && encoding != "identity")
        {
            return new(new ProtocolFault(
                StatusCodes.Status415UnsupportedMediaType, $"the content encoding '{encoding}' is not read; send the body as it is"));
        }

        try
        {
            return await inference.Guard(RequestBody.ReadAsync(http, _options.MaxRequestBytes, inference.Token)) is { } bytes
                ? new(bytes)
                : new(TooLarge());
        }
        catch (BadHttpRequestException bad)
        {
            return new(new ProtocolFault(bad.StatusCode, bad.Message));
        }
        catch (OperationCanceledException) when (!inference.IsAbandoned)
        {
            return new(TooSlow(http, inference));
        }
    }

    /// <summary>Sends an answer of JSON, followed by tensors when <paramref name="headerLength"/> says where they begin.</summary>
    public Task SendAsync(HttpContext context, ReadOnlyMemory<byte> answer, Inference inference, int? headerLength = null)
    {
        if (headerLength is { } length)
        {
            BinaryHeader.Write(context.Response.Headers, length);
        }

        return SendAsync(context, headerLength is null ? Json : Binary, answer, inference);
    }

    /// <summary>Sends why there is no answer.</summary>
    public Task SendAsync(HttpContext context, ProtocolFault fault, JsonBuffer buffer, Inference inference)
    {
        context.Response.StatusCode = fault.Status;
        if (fault.IsTransient)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        buffer.Bytes.ResetWrittenCount();
        buffer.WriteError(fault.Message);
        return SendAsync(context, Json, buffer.Bytes.WrittenMemory, inference);
    }

    // A client that does not read its answer is let go in the end.
    private static async Task SendAsync(HttpContext context, string contentType, ReadOnlyMemory<byte> answer, Inference inference)
    {
        inference.Restart();
        context.Response.ContentType = contentType;
        context.Response.ContentLength = answer.Length;
        try
        {
            await inference.Guard(context.Response.BodyWriter.WriteAsync(answer, inference.Token));
        }
        catch (OperationCanceledException) when (!inference.IsAbandoned)
        {
            context.Abort();
        }
    }

    private ProtocolFault TooLarge() =>
        new(StatusCodes.Status413PayloadTooLarge, $"the body has more than the {_options.MaxRequestBytes} bytes allowed");

    private static ProtocolFault TooSlow(HttpRequest http, Inference inference)
    {
        http.HttpContext.Response.Headers.Connection = "close";
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"the body did not arrive within the {inference.Patience.TotalMilliseconds:0} ms that a request may take");
        return new(StatusCodes.Status408RequestTimeout, message);
    }
}

/// <summary>A request's body, or why there is none.</summary>
public readonly struct RequestBytes
{
    /// <summary>A body.</summary>
    public RequestBytes(ReadOnlySequence<byte> bytes) => Bytes = bytes;

    /// <summary>None.</summary>
    public RequestBytes(ProtocolFault fault) => Fault = fault;

    /// <summary>The body; only without <see cref="Fault"/>.</summary>
    public ReadOnlySequence<byte> Bytes { get; }

    /// <summary>Why there is none; null when there is one.</summary>
    public ProtocolFault? Fault { get; }
}
