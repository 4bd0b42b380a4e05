using System.Text.Json;
using Distributed.Contracts.Models;

namespace Distributed.InferenceService.Protocol;

/// <summary>Reads one input tensor; its data may come before its shape and datatype.</summary>
internal static class InputTensorReader
{
    /// <summary>Reads from the object's start to its end.</summary>
    public static ProtocolFault? Read(ref Utf8JsonReader reader, InputTensor input, int index)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return JsonTokens.Wrong(ref reader, JsonTokenType.StartObject, $"inputs[{index}]");
        }

        ProtocolFault? fault = null;
        while (fault is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            fault = ReadField(ref reader, input, index);
        }

        return fault;
    }

    private static ProtocolFault? ReadField(ref Utf8JsonReader reader, InputTensor input, int index) =>
        reader.ValueTextEquals("name"u8) ? ReadName(ref reader, input, index)
            : reader.ValueTextEquals("shape"u8) ? ReadShape(ref reader, input, index)
            : reader.ValueTextEquals("datatype"u8) ? ReadDatatype(ref reader, input, index)
            : reader.ValueTextEquals("data"u8) ? ReadData(ref reader, input, index)
            : reader.ValueTextEquals("parameters"u8) ? ReadParameters(ref reader, input, index)
            : Pass(ref reader);

    private static ProtocolFault? ReadName(ref Utf8JsonReader reader, InputTensor input, int index)
    {
        reader.Read();
        input.Name = JsonTokens.ReadText(ref reader, OnnxNames.Input);
        return input.Name is null ? JsonTokens.Wrong(ref reader, JsonTokenType.String, $"inputs[{index}].name") : null;
    }

    private static ProtocolFault? ReadDatatype(ref Utf8JsonReader reader, InputTensor input, int index)
    {
        reader.Read();
        input.Datatype = ElementTypes.Find(ref reader)?.Name ?? JsonTokens.ReadText(ref reader);
        return input.Datatype is null ? JsonTokens.Wrong(ref reader, JsonTokenType.String, $"inputs[{index}].datatype") : null;
    }

    private static ProtocolFault? ReadShape(ref Utf8JsonReader reader, InputTensor input, int index) => input.Shape is null
        ? ReadShape(ref reader, input.StartShape(), index)
        : JsonTokens.Twice($"inputs[{index}].shape");

    private static ProtocolFault? ReadData(ref Utf8JsonReader reader, InputTensor input, int index) => input.Data is null
        ? TensorDataReader.Read(ref reader, input.StartData(), index)
        : JsonTokens.Twice($"inputs[{index}].data");

    private static ProtocolFault? Pass(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return null;
    }

    private static ProtocolFault? ReadShape(ref Utf8JsonReader reader, List<long> shape, int index)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return JsonTokens.Wrong(ref reader, JsonTokenType.StartArray, $"inputs[{index}].shape");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (shape.Count == TensorData.MaxRank)
            {
                return ProtocolFault.BadRequest($"inputs[{index}].shape has more than {TensorData.MaxRank} dimensions");
            }

            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var extent) || extent < 0)
            {
                return ProtocolFault.BadRequest($"inputs[{index}].shape[{shape.Count}] must be an integer of 0 or more");
            }

            shape.Add(extent);
        }

        return null;
    }

    private static ProtocolFault? ReadParameters(ref Utf8JsonReader reader, InputTensor input, int index)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return JsonTokens.Wrong(ref reader, JsonTokenType.StartObject, $"inputs[{index}].parameters");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("binary_data_size"u8))
            {
                reader.Skip();
            }
            else if ((input.BinarySize = JsonTokens.ReadCount(ref reader)) is null)
            {
                return JsonTokens.NotACount($"inputs[{index}].parameters.binary_data_size");
            }
        }

        return null;
    }
}
