using System.Buffers;
using System.Text.Json;

namespace Distributed.InferenceService.Protocol;

/// <summary>
/// Reads an inference request's JSON in one pass, fields in any order. Fields and parameters that it does not know are
/// passed over, as the protocol's extensions need.
/// </summary>
public static class InferRequestReader
{
    /// <summary>Most input tensors, and most outputs asked for.</summary>
    public const int MaxTensors = 64;

    // A day: longer than any server waits.
    private const long MostMicroseconds = 86_400_000_000;

    internal static readonly JsonReaderOptions Options = new() { MaxDepth = 32 };

    /// <summary>Fills <paramref name="request"/>; returns what is wrong with the body.</summary>
    public static ProtocolFault? Read(in ReadOnlySequence<byte> body, InferRequest request)
    {
        // Over a span the reader is the faster.
        var reader = body.IsSingleSegment ? new Utf8JsonReader(body.FirstSpan, Options) : new Utf8JsonReader(body, Options);
        try
        {
            reader.Read();
            return Read(ref reader, request, "the body") ?? ReadEnd(ref reader);
        }
        catch (JsonException exception)
        {
            return NotJson(exception);
        }
        catch (InvalidOperationException)
        {
            return NotUnicode;
        }
    }

    internal static ProtocolFault NotUnicode { get; } = ProtocolFault.BadRequest("the body has a string that is not valid Unicode");

    internal static ProtocolFault NotJson(JsonException exception) =>
        ProtocolFault.BadRequest($"the body is not valid JSON: {exception.Message}");

    internal static ProtocolFault? ReadEnd(ref Utf8JsonReader reader) =>
        reader.Read() ? ProtocolFault.BadRequest("the body goes on after the JSON object") : null;

    /// <summary>Reads from a request's start to its end.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidOperationException">
    /// A string is not valid Unicode: the reader's only complaint of this type about a token of the right kind.
    /// </exception>
    internal static ProtocolFault? Read(ref Utf8JsonReader reader, InferRequest request, string where)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return JsonTokens.Wrong(ref reader, JsonTokenType.StartObject, where);
        }

        ProtocolFault? fault = null;
        while (fault is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            fault = ReadField(ref reader, request);
        }

        return fault;
    }

    private static ProtocolFault? ReadField(ref Utf8JsonReader reader, InferRequest request)
    {
        if (reader.ValueTextEquals("inputs"u8))
        {
            return request.Inputs is null ? ReadInputs(ref reader, request) : JsonTokens.Twice("inputs");
        }

        if (reader.ValueTextEquals("outputs"u8))
        {
            return request.Outputs is null ? RequestedOutputReader.ReadAll(ref reader, request) : JsonTokens.Twice("outputs");
        }

        if (reader.ValueTextEquals("id"u8))
        {
            reader.Read();
            request.Id = JsonTokens.ReadText(ref reader);
            return request.Id is null ? JsonTokens.Wrong(ref reader, JsonTokenType.String, "'id'") : null;
        }

        if (reader.ValueTextEquals("parameters"u8))
        {
            return ReadParameters(ref reader, request);
        }

        return ReadAddress(ref reader, request);
    }

    // In a batch they tell which model is meant; elsewhere the address does.
    private static ProtocolFault? ReadAddress(ref Utf8JsonReader reader, InferRequest request)
    {
        var isName = reader.ValueTextEquals("model_name"u8);
        if (!isName && !reader.ValueTextEquals("model_version"u8))
        {
            reader.Skip();
            return null;
        }

        reader.Read();
        if (JsonTokens.ReadText(ref reader) is not { } text)
        {
            return JsonTokens.Wrong(ref reader, JsonTokenType.String, isName ? "'model_name'" : "'model_version'");
        }

        (request.ModelName, request.ModelVersion) = isName ? (text, request.ModelVersion) : (request.ModelName, text);
        return null;
    }

    private static ProtocolFault? ReadInputs(ref Utf8JsonReader reader, InferRequest request)
    {
        request.StartInputs();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return JsonTokens.Wrong(ref reader, JsonTokenType.StartArray, "'inputs'");
        }

        ProtocolFault? fault = null;
        while (fault is null && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var index = request.Inputs!.Count;
            fault = index == MaxTensors
                ? JsonTokens.TooMany("inputs", MaxTensors)
                : InputTensorReader.Read(ref reader, request.AddInput(), index);
        }

        return fault;
    }

    private static ProtocolFault? ReadParameters(ref Utf8JsonReader reader, InferRequest request)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return JsonTokens.Wrong(ref reader, JsonTokenType.StartObject, "'parameters'");
        }

        ProtocolFault? fault = null;
        while (fault is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            fault = ReadParameter(ref reader, request);
        }

        return fault;
    }

    private static ProtocolFault? ReadParameter(ref Utf8JsonReader reader, InferRequest request)
    {
        if (reader.ValueTextEquals("binary_data_output"u8))
        {
            var binary = JsonTokens.ReadBoolean(ref reader);
            request.BinaryOutputs = binary ?? false;
            return binary is null ? JsonTokens.Wrong(ref reader, JsonTokenType.True, "parameters.binary_data_output") : null;
        }

        if (reader.ValueTextEquals("timeout"u8))
        {
            var microseconds = JsonTokens.ReadCount(ref reader);
            request.Timeout = microseconds > 0 ? TimeSpan.FromMicroseconds(Math.Min(microseconds.Value, MostMicroseconds)) : null;
            return microseconds is null ? JsonTokens.NotACount("parameters.timeout") : null;
        }

        reader.Skip();
        return null;
    }
}
