using System.Text.Json;
using Distributed.Contracts.Models;

namespace Distributed.InferenceService.Protocol;

/// <summary>Reads the list of outputs that a request asks for.</summary>
internal static class RequestedOutputReader
{
    /// <summary>Reads from before the list's start to its end.</summary>
    public static ProtocolFault? ReadAll(ref Utf8JsonReader reader, InferRequest request)
    {
        request.StartOutputs();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return JsonTokens.Wrong(ref reader, JsonTokenType.StartArray, "'outputs'");
        }

        ProtocolFault? fault = null;
        while (fault is null && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            fault = request.Outputs!.Count == InferRequestReader.MaxTensors
                ? JsonTokens.TooMany("outputs", InferRequestReader.MaxTensors)
                : Read(ref reader, request);
        }

        return fault;
    }

    private static ProtocolFault? Read(ref Utf8JsonReader reader, InferRequest request)
    {
        var index = request.Outputs!.Count;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return JsonTokens.Wrong(ref reader, JsonTokenType.StartObject, $"outputs[{index}]");
        }

        string? name = null;
        bool? binary = null;
        ProtocolFault? fault = null;
        while (fault is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            fault = ReadField(ref reader, index, ref name, ref binary);
        }

        request.AddOutput(new(name ?? "", binary));
        return fault ?? (name is null ? ProtocolFault.BadRequest($"outputs[{index}] has no 'name'") : null);
    }

    private static ProtocolFault? ReadField(ref Utf8JsonReader reader, int index, ref string? name, ref bool? binary)
    {
        if (reader.ValueTextEquals("parameters"u8))
        {
            return ReadParameters(ref reader, index, ref binary);
        }

        if (!reader.ValueTextEquals("name"u8))
        {
            reader.Skip();
            return null;
        }

        reader.Read();
        name = JsonTokens.ReadText(ref reader, OnnxNames.Output);
        return name is null ? JsonTokens.Wrong(ref reader, JsonTokenType.String, $"outputs[{index}].name") : null;
    }

    private static ProtocolFault? ReadParameters(ref Utf8JsonReader reader, int index, ref bool? binary)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return JsonTokens.Wrong(ref reader, JsonTokenType.StartObject, $"outputs[{index}].parameters");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("binary_data"u8))
            {
                reader.Skip();
            }
            else if ((binary = JsonTokens.ReadBoolean(ref reader)) is null)
            {
                return JsonTokens.Wrong(ref reader, JsonTokenType.True, $"outputs[{index}].parameters.binary_data");
            }
        }

        return null;
    }
}
