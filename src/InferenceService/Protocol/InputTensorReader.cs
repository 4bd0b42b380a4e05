using System.Text.Json;

namespace Distributed.InferenceService.Protocol;

/// <summary>Reads one input tensor; its data may come before its shape and datatype.</summary>
internal static class InputTensorReader
{
    // Seven digits are less than 2^24.
    private const int ExactDigits = 7;

    /// <summary>Reads from the object's start to its end.</summary>
    public static ProtocolFault? Read(ref Utf8JsonReader reader, InputTensor input, string where)
    {
        ProtocolFault? fault = null;
        while (fault is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            fault = ReadField(ref reader, input, where);
        }

        return fault;
    }

    private static ProtocolFault? ReadField(ref Utf8JsonReader reader, InputTensor input, string where)
    {
        if (reader.ValueTextEquals("data"u8))
        {
            return input.Data is null
                ? ReadData(ref reader, input.StartData(), $"{where}.data")
                : InferRequestReader.Twice($"{where}.data");
        }

        if (reader.ValueTextEquals("shape"u8))
        {
            return input.Shape is null
                ? ReadShape(ref reader, input.StartShape(), $"{where}.shape")
                : InferRequestReader.Twice($"{where}.shape");
        }

        if (reader.ValueTextEquals("name"u8))
        {
            var fault = ReadText(ref reader, $"{where}.name", out var name);
            input.Name = name;
            return fault;
        }

        if (reader.ValueTextEquals("datatype"u8))
        {
            var fault = ReadText(ref reader, $"{where}.datatype", out var datatype);
            input.Datatype = datatype;
            return fault;
        }

        return InferRequestReader.ReadOther(ref reader, $"{where}.parameters");
    }

    private static ProtocolFault? ReadText(ref Utf8JsonReader reader, string where, out string? text)
    {
        reader.Read();
        var fault = InferRequestReader.Expect(ref reader, JsonTokenType.String, where);
        text = fault is null ? reader.GetString() : null;
        return fault;
    }

    private static ProtocolFault? ReadShape(ref Utf8JsonReader reader, List<long> shape, string where)
    {
        reader.Read();
        var fault = InferRequestReader.Expect(ref reader, JsonTokenType.StartArray, where);
        while (fault is null && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (shape.Count == TensorData.MaxRank)
            {
                return ProtocolFault.BadRequest($"{where} has more than {TensorData.MaxRank} dimensions");
            }

            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var extent) || extent < 0)
            {
                return ProtocolFault.BadRequest($"{where}[{shape.Count}] must be an integer of 0 or more");
            }

            shape.Add(extent);
        }

        return fault;
    }

    private static ProtocolFault? ReadData(ref Utf8JsonReader reader, TensorData data, string where)
    {
        reader.Read();
        return InferRequestReader.Expect(ref reader, JsonTokenType.StartArray, where) ?? ReadLevel(ref reader, data, 0, where);
    }

    private static ProtocolFault? ReadLevel(ref Utf8JsonReader reader, TensorData data, int level, string where)
    {
        ProtocolFault? fault = null;
        var length = 0;
        var lists = 0;
        for (; fault is null && reader.Read() && reader.TokenType != JsonTokenType.EndArray; length++)
        {
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                lists++;
                fault = level + 1 < TensorData.MaxRank
                    ? ReadLevel(ref reader, data, level + 1, where)
                    : ProtocolFault.BadRequest($"{where} is nested more than {TensorData.MaxRank} deep");
            }
            else
            {
                fault = ReadValue(ref reader, data, where);
            }
        }

        return fault ?? (data.TryClose(level, length) && (lists == 0 || lists == length) ? null : Uneven(where));
    }

    private static ProtocolFault? ReadValue(ref Utf8JsonReader reader, TensorData data, string where)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            data.Add(reader.TokenType == JsonTokenType.True);
            return null;
        }

        if (reader.TokenType != JsonTokenType.Number)
        {
            return ProtocolFault.BadRequest(
                $"{where} has {InferRequestReader.Describe(reader.TokenType)} as value {data.Count}; it must be a number");
        }

        if (!reader.TryGetSingle(out var value) || !float.IsFinite(value))
        {
            return ProtocolFault.BadRequest($"{where} has a number as value {data.Count} that is too large for FP32");
        }

        data.Add(value, IsRounded(ref reader, value));
        return null;
    }

    // Only where the float is an integer can the text have been another one; short texts are what they say.
    private static bool IsRounded(ref Utf8JsonReader reader, float value) =>
        (reader.HasValueSequence || reader.ValueSpan.Length > ExactDigits)
        && value == MathF.Truncate(value)
        && !(reader.TryGetDouble(out var written) && written == value);

    private static ProtocolFault Uneven(string where) =>
        ProtocolFault.BadRequest($"{where} is nested unevenly; it must be one flat list or lists of the same length");
}
