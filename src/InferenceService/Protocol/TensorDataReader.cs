using System.Text.Json;

namespace Distributed.InferenceService.Protocol;

/// <summary>Reads the numbers of a tensor, flat or nested.</summary>
internal static class TensorDataReader
{
    // Seven digits are less than 2^24.
    private const int ExactDigits = 7;

    /// <summary>Reads from before the list's start to its end.</summary>
    public static ProtocolFault? Read(ref Utf8JsonReader reader, TensorData data, int index)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.StartArray
            ? ReadLevel(ref reader, data, 0, index)
            : JsonTokens.Wrong(ref reader, JsonTokenType.StartArray, $"inputs[{index}].data");
    }

    private static ProtocolFault? ReadLevel(ref Utf8JsonReader reader, TensorData data, int level, int index)
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
                    ? ReadLevel(ref reader, data, level + 1, index)
                    : ProtocolFault.BadRequest($"inputs[{index}].data is nested more than {TensorData.MaxRank} deep");
            }
            else
            {
                fault = ReadValue(ref reader, data, index);
            }
        }

        return fault ?? (data.TryClose(level, length) && (lists == 0 || lists == length) ? null : Uneven(index));
    }

    private static ProtocolFault? ReadValue(ref Utf8JsonReader reader, TensorData data, int index)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            data.Add(reader.TokenType == JsonTokenType.True);
            return null;
        }

        if (reader.TokenType != JsonTokenType.Number)
        {
            return ProtocolFault.BadRequest(
                $"inputs[{index}].data has {JsonTokens.Describe(reader.TokenType)} as value {data.Count}; it must be a number");
        }

        if (!reader.TryGetSingle(out var value) || !float.IsFinite(value))
        {
            return ProtocolFault.BadRequest($"inputs[{index}].data has a number as value {data.Count} that is too large for FP32");
        }

        data.Add(value, IsRounded(ref reader, value));
        return null;
    }

    // Only where the float is an integer can the text have been another one; short texts are what they say.
    private static bool IsRounded(ref Utf8JsonReader reader, float value) =>
        (reader.HasValueSequence || reader.ValueSpan.Length > ExactDigits)
        && value == MathF.Truncate(value)
        && !(reader.TryGetDouble(out var written) && written == value);

    private static ProtocolFault Uneven(int index) =>
        ProtocolFault.BadRequest($"inputs[{index}].data is nested unevenly; it must be one flat list or lists of the same length");
}
