using System.Buffers;
using System.Text.Json;
using Distributed.Contracts;
using Microsoft.Extensions.ObjectPool;

namespace Distributed.InferenceService.Protocol;

/// <summary>A reusable buffer for an answer, which is complete, and its length known, before its first byte is sent.</summary>
public sealed class JsonBuffer : IDisposable
{
    private readonly Utf8JsonWriter _writer;

    /// <summary>Creates an empty buffer.</summary>
    public JsonBuffer() => _writer = new(Bytes, new() { SkipValidation = true, Encoder = ContractsJson.Encoder });

    /// <summary>The answer.</summary>
    public ArrayBufferWriter<byte> Bytes { get; } = new(1024);

    /// <summary>Appends <c>{"error": …}</c>, with the model and the id of the request where it is one of many.</summary>
    public void WriteError(string message, string? model = null, string? id = null)
    {
        _writer.WriteStartObject();
        _writer.WriteString("error"u8, message);
        WriteOptional("model_name"u8, model);
        WriteOptional("id"u8, id);
        _writer.WriteEndObject();
        _writer.Flush();
        _writer.Reset();
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void WriteOptional(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            _writer.WriteString(name, value);
        }
    }

    /// <summary>Empties returned buffers and lets large ones go.</summary>
    public sealed class Policy : PooledObjectPolicy<JsonBuffer>
    {
        private const int LargestKept = 1 << 20;

        /// <inheritdoc/>
        public override JsonBuffer Create() => new();

        /// <inheritdoc/>
        public override bool Return(JsonBuffer obj)
        {
            obj.Bytes.ResetWrittenCount();
            return obj.Bytes.Capacity <= LargestKept;
        }
    }
}
