namespace Distributed.InferenceService.Protocol;

/// <summary>
/// The protocol's datatypes that an input may have. Models compute in FP32: FP64 is rounded to the nearest FP32, integers
/// are taken where FP32 holds every one of them exactly.
/// </summary>
public static class ElementTypes
{
    /// <summary>What models take and give.</summary>
    public const string ModelType = "FP32";

    // Beyond it neighbouring integers share one float32.
    private const float ExactIntegers = 1 << 24;

    private static readonly Dictionary<string, (float Least, float Most)?> Ranges = new(StringComparer.Ordinal)
    {
        [ModelType] = null,
        ["FP64"] = null,
        ["INT8"] = (sbyte.MinValue, sbyte.MaxValue),
        ["INT16"] = (short.MinValue, short.MaxValue),
        ["INT32"] = (-ExactIntegers, ExactIntegers),
        ["INT64"] = (-ExactIntegers, ExactIntegers),
        ["UINT8"] = (byte.MinValue, byte.MaxValue),
        ["UINT16"] = (ushort.MinValue, ushort.MaxValue),
        ["UINT32"] = (0, ExactIntegers),
        ["UINT64"] = (0, ExactIntegers),
    };

    /// <summary>What is wrong with a tensor's datatype, or with values that it does not allow; null when nothing is.</summary>
    public static string? FindFault(string datatype, TensorData data)
    {
        if (!Ranges.TryGetValue(datatype, out var range))
        {
            return $"has the datatype '{datatype}'; allowed are {string.Join(", ", Ranges.Keys)}";
        }

        if (range is not var (least, most))
        {
            return null;
        }

        for (var i = 0; i < data.Count; i++)
        {
            var value = data.Values[i];
            if (value < least || value > most || value != MathF.Truncate(value))
            {
                return $"has {value:R} at data[{i}]; {datatype} is read as integers from {least:R} to {most:R}";
            }
        }

        return null;
    }
}
