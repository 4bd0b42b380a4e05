using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace Distributed.InferenceService.Protocol;

/// <summary>Reads the body of a batch: a list of inference requests that each name their model.</summary>
internal static class BatchReader
{
    /// <summary>Adds an entry for each request; returns what is wrong with the body as a whole.</summary>
    public static ProtocolFault? Read(in ReadOnlySequence<byte> body, ObjectPool<Inference> inferences, List<BatchEntry> entries, int most)
    {
        var reader = new Utf8JsonReader(body, InferRequestReader.Options);
        try
        {
            reader.Read();
            return ReadBody(ref reader, inferences, entries, most) ?? InferRequestReader.ReadEnd(ref reader);
        }
        catch (JsonException exception)
        {
            return InferRequestReader.NotJson(exception);
        }
        catch (InvalidOperationException)
        {
            return InferRequestReader.NotUnicode;
        }
    }

    private static ProtocolFault? ReadBody(ref Utf8JsonReader reader, ObjectPool<Inference> inferences, List<BatchEntry> entries, int most)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return JsonTokens.Wrong(ref reader, JsonTokenType.StartObject, "the body");
        }

        ProtocolFault? fault = null;
        var found = false;
        while (fault is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("requests"u8))
            {
                reader.Skip();
                continue;
            }

            fault = found ? JsonTokens.Twice("requests") : ReadRequests(ref reader, inferences, entries, most);
            found = true;
        }

        return fault ?? (found ? null : ProtocolFault.BadRequest("the body has no 'requests'"));
    }

    private static ProtocolFault? ReadRequests(
        ref Utf8JsonReader reader, ObjectPool<Inference> inferences, List<BatchEntry> entries, int most)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return JsonTokens.Wrong(ref reader, JsonTokenType.StartArray, "'requests'");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (entries.Count == most)
            {
                return JsonTokens.TooMany("requests", most);
            }

            var entry = new BatchEntry(inferences.Get());
            entries.Add(entry);
            entry.Fault = ReadRequest(ref reader, entry.Inference.Request, $"requests[{entries.Count - 1}]");
        }

        return null;
    }

    // A request with a fault is passed over as a whole, so that the next one is read from its beginning.
    private static ProtocolFault? ReadRequest(ref Utf8JsonReader reader, InferRequest request, string where)
    {
        var start = reader;
        ProtocolFault? fault;
        try
        {
            fault = InferRequestReader.Read(ref reader, request, where);
        }
        catch (InvalidOperationException)
        {
            fault = ProtocolFault.BadRequest($"{where} has a string that is not valid Unicode");
        }

        if (fault is not null)
        {
            reader = start;
            reader.Skip();
        }

        return fault ?? FindFault(request, where);
    }

    private static ProtocolFault? FindFault(InferRequest request, string where) =>
        request.ModelName is null ? ProtocolFault.BadRequest($"{where} has no 'model_name'")
        : request.BinaryOutputs || request.Outputs?.Any(output => output.Binary == true) == true
            ? ProtocolFault.BadRequest($"{where} wants binary data, which a batch does not have")
        : null;
}

/// <summary>One request of a batch.</summary>
internal sealed class BatchEntry(Inference inference)
{
    public Inference Inference { get; } = inference;

    /// <summary>Why it gets no values; null when it does.</summary>
    public ProtocolFault? Fault { get; set; }

    /// <summary>Rows predicted.</summary>
    public int Rows => Fault is null ? Inference.Rows : 0;
}
