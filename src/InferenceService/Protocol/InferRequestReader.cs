using System.Buffers;
using System.Text.Json;

namespace Distributed.InferenceService.Protocol;

/// <summary>
/// Reads an inference request's JSON in one pass, fields in any order. Fields and parameters that it does not know are
/// passed over, as the protocol's extensions need.
/// </summary>
public static class InferRequestReader
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 32 };

    /// <summary>Fills <paramref name="request"/>, which the caller disposes in any case; returns what is wrong with the body.</summary>
    public static ProtocolFault? Read(in ReadOnlySequence<byte> body, InferRequest request)
    {
        var reader = new Utf8JsonReader(body, ReaderOptions);
        try
        {
            reader.Read();
            return ReadRequest(ref reader, request) ?? ReadEnd(ref reader);
        }
        catch (JsonException exception)
        {
            return ProtocolFault.BadRequest($"the body is not valid JSON: {exception.Message}");
        }
        catch (InvalidOperationException)
        {
            // The reader's only complaint of this type about a token of the right kind.
            return ProtocolFault.BadRequest("the body has a string that is not valid Unicode");
        }
    }

    private static ProtocolFault? ReadEnd(ref Utf8JsonReader reader) =>
        reader.Read() ? ProtocolFault.BadRequest("the body goes on after the JSON object") : null;

    private static ProtocolFault? ReadRequest(ref Utf8JsonReader reader, InferRequest request)
    {
        var fault = Expect(ref reader, JsonTokenType.StartObject, "the body");
        while (fault is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            fault = ReadRequestField(ref reader, request);
        }

        return fault;
    }

    private static ProtocolFault? ReadRequestField(ref Utf8JsonReader reader, InferRequest request)
    {
        if (reader.ValueTextEquals("inputs"u8))
        {
            return request.Inputs is null ? ReadInputs(ref reader, request) : Twice("inputs");
        }

        if (reader.ValueTextEquals("outputs"u8))
        {
            return request.Outputs is null ? ReadOutputs(ref reader, request) : Twice("outputs");
        }

        if (reader.ValueTextEquals("id"u8))
        {
            reader.Read();
            var fault = Expect(ref reader, JsonTokenType.String, "'id'");
            request.Id = fault is null ? reader.GetString() : null;
            return fault;
        }

        return ReadOther(ref reader, "'parameters'");
    }

    private static ProtocolFault? ReadInputs(ref Utf8JsonReader reader, InferRequest request)
    {
        request.StartInputs();
        reader.Read();
        var fault = Expect(ref reader, JsonTokenType.StartArray, "'inputs'");
        while (fault is null && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var where = $"inputs[{request.Inputs!.Count}]";
            fault = Expect(ref reader, JsonTokenType.StartObject, where)
                ?? InputTensorReader.Read(ref reader, request.AddInput(), where);
        }

        return fault;
    }

    private static ProtocolFault? ReadOutputs(ref Utf8JsonReader reader, InferRequest request)
    {
        request.StartOutputs();
        reader.Read();
        var fault = Expect(ref reader, JsonTokenType.StartArray, "'outputs'");
        while (fault is null && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            fault = ReadOutput(ref reader, request, $"outputs[{request.Outputs!.Count}]");
        }

        return fault;
    }

    private static ProtocolFault? ReadOutput(ref Utf8JsonReader reader, InferRequest request, string where)
    {
        string? name = null;
        var fault = Expect(ref reader, JsonTokenType.StartObject, where);
        while (fault is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                fault = Expect(ref reader, JsonTokenType.String, $"{where}.name");
                name = fault is null ? reader.GetString() : null;
            }
            else
            {
                fault = ReadOther(ref reader, $"{where}.parameters");
            }
        }

        if (fault is null && name is null)
        {
            return ProtocolFault.BadRequest($"{where} has no 'name'");
        }

        request.AddOutput(new(name ?? ""));
        return fault;
    }

    /// <summary>Passes over a field; when it is <c>parameters</c> it must be an object.</summary>
    internal static ProtocolFault? ReadOther(ref Utf8JsonReader reader, string where)
    {
        var parameters = reader.ValueTextEquals("parameters"u8);
        reader.Read();
        var fault = parameters ? Expect(ref reader, JsonTokenType.StartObject, where) : null;
        reader.Skip();
        return fault;
    }

    internal static ProtocolFault? Expect(ref Utf8JsonReader reader, JsonTokenType expected, string where) =>
        reader.TokenType == expected
            ? null
            : ProtocolFault.BadRequest($"{where} is {Describe(reader.TokenType)}; it must be {Describe(expected)}");

    internal static ProtocolFault Twice(string where) => ProtocolFault.BadRequest($"'{where}' is given twice");

    internal static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "null",
    };
}
