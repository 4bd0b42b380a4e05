using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Distributed.ServiceDefaults;

/// <summary>Reads a whole request body up to a limit, in the server's own buffers, whether or not the client declared its length.</summary>
public static class RequestBody
{
    /// <summary>
    /// Waits for the whole body. The caller advances the reader past it when done; null when the body is larger than
    /// <paramref name="limit"/> bytes, and then nothing is left to advance.
    /// </summary>
    public static async ValueTask<ReadOnlySequence<byte>?> ReadAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        LiftServerLimit(request.HttpContext);
        if (request.ContentLength > limit)
        {
            return null;
        }

        var reader = request.BodyReader;
        while (true)
        {
            var result = await ReadOnceAsync(reader, cancellationToken);
            if (result.Buffer.Length > limit)
            {
                reader.AdvanceTo(result.Buffer.End);
                return null;
            }

            if (result.IsCompleted)
            {
                return result.Buffer;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>Before the body is read: takes the server's limit away, for whoever has one of his own and his own words for it.</summary>
    public static void LiftServerLimit(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
        {
            server.MaxRequestBodySize = null;
        }
    }

    // Cancelled by its token, a read would leave the server's reader in a state in which it cannot even skip the rest.
    private static async ValueTask<ReadResult> ReadOnceAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        var pending = reader.ReadAsync(CancellationToken.None);
        if (pending.IsCompleted)
        {
            return await pending;
        }

        await using var cancellation = cancellationToken.UnsafeRegister(static waiting => ((PipeReader)waiting!).CancelPendingRead(), reader);
        var result = await pending;
        if (result.IsCanceled)
        {
            reader.AdvanceTo(result.Buffer.Start);
            throw new OperationCanceledException(cancellationToken);
        }

        return result;
    }
}
