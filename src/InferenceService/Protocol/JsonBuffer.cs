using System.Buffers;
using System.Text.Json;
using Distributed.Contracts;
using Microsoft.Extensions.ObjectPool;

namespace Distributed.InferenceService.Protocol;

/// <summary>A reusable buffer with a JSON writer on it: an answer is complete, and its length known, before its first byte is sent.</summary>
public sealed class JsonBuffer : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);

    /// <summary>Creates an empty buffer.</summary>
    public JsonBuffer() => Writer = new Utf8JsonWriter(_bytes, new JsonWriterOptions { SkipValidation = true, Encoder = ContractsJson.Encoder });

    /// <summary>Writes to the buffer.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>Sends what was written.</summary>
    public Task SendAsync(HttpResponse response, int status, CancellationToken cancellationToken)
    {
        Writer.Flush();
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = _bytes.WrittenCount;
        return response.Body.WriteAsync(_bytes.WrittenMemory, cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    public void Dispose() => Writer.Dispose();

    /// <summary>Empties returned buffers and lets large ones go.</summary>
    public sealed class Policy : PooledObjectPolicy<JsonBuffer>
    {
        private const int LargestKept = 1 << 20;

        /// <inheritdoc/>
        public override JsonBuffer Create() => new();

        /// <inheritdoc/>
        public override bool Return(JsonBuffer obj)
        {
            obj._bytes.ResetWrittenCount();
            obj.Writer.Reset(obj._bytes);
            return obj._bytes.Capacity <= LargestKept;
        }
    }
}
