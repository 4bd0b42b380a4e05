using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Distributed.InferenceService.Protocol;

/// <summary>
/// The protocol's datatypes that an input may have. Models compute in FP32: FP64 is rounded to the nearest FP32, FP16 and BF16
/// are exact, BOOL is 0 or 1, integers are taken where FP32 holds every one of them exactly.
/// </summary>
public static class ElementTypes
{
    /// <summary>What models take and give.</summary>
    public const string ModelType = "FP32";

    /// <summary>Beyond it neighbouring integers share one float32.</summary>
    public const int ExactIntegers = 1 << 24;

    private static readonly ElementType Float32 = new(ModelType, sizeof(float), RawTensor.ReadSingles);

    private static readonly ElementType[] All =
    [
        Float32,
        new("FP64", sizeof(double), RawTensor.ReadDoubles),
        new("INT8", sizeof(sbyte), RawTensor.ReadIntegers<sbyte>, (sbyte.MinValue, sbyte.MaxValue)),
        new("INT16", sizeof(short), RawTensor.ReadIntegers<short>, (short.MinValue, short.MaxValue)),
        new("INT32", sizeof(int), RawTensor.ReadIntegers<int>, (-ExactIntegers, ExactIntegers)),
        new("INT64", sizeof(long), RawTensor.ReadIntegers<long>, (-ExactIntegers, ExactIntegers)),
        new("UINT8", sizeof(byte), RawTensor.ReadIntegers<byte>, (byte.MinValue, byte.MaxValue)),
        new("UINT16", sizeof(ushort), RawTensor.ReadIntegers<ushort>, (ushort.MinValue, ushort.MaxValue)),
        new("UINT32", sizeof(uint), RawTensor.ReadIntegers<uint>, (0, ExactIntegers)),
        new("UINT64", sizeof(ulong), RawTensor.ReadIntegers<ulong>, (0, ExactIntegers)),
        new("BOOL", sizeof(bool), RawTensor.ReadBooleans, (0, 1)),
        new("FP16", 2, RawTensor.ReadHalves) { IsBinaryOnly = true },
        new("BF16", 2, RawTensor.ReadBrainFloats) { IsBinaryOnly = true },
    ];

    /// <summary>Names of all datatypes, for a sentence.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(type => type.Name));

    /// <summary>Finds a datatype by its name.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out ElementType? type)
    {
        type = ReferenceEquals(name, ModelType) ? Float32 : Array.Find(All, known => known.Name == name);
        return type is not null;
    }

    /// <summary>Finds the datatype that a JSON string names; null when it names none.</summary>
    internal static ElementType? Find(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            foreach (var type in All)
            {
                if (reader.ValueTextEquals(type.Name))
                {
                    return type;
                }
            }
        }

        return null;
    }

    /// <summary>What is wrong with a tensor's datatype, or with values that it does not allow; null when nothing is.</summary>
    /// <param name="datatype">The datatype as written.</param>
    /// <param name="data">Values that were not read by <see cref="RawTensor"/>, or were and then have no fault.</param>
    public static string? FindFault(string datatype, TensorData data)
    {
        if (!TryFind(datatype, out var type))
        {
            return $"has the datatype '{datatype}'; allowed are {Names}";
        }

        if (type.IsBinaryOnly && !data.IsRaw)
        {
            return $"has the datatype '{datatype}', which has no other form than bytes; send it as binary data";
        }

        if (data.FirstBoolean >= 0 && type.Name != "BOOL")
        {
            return $"has a boolean at data[{data.FirstBoolean}]; {datatype} takes numbers";
        }

        return type.Range is var (least, most) ? FindIntegerFault(type, data, least, most) : null;
    }

    private static string? FindIntegerFault(ElementType type, TensorData data, float least, float most)
    {
        for (var i = 0; i < data.Count; i++)
        {
            var value = data.Values[i];
            if (value < least || value > most || value != MathF.Truncate(value))
            {
                return $"has {value:R} at data[{i}]; {type.Name} is read as integers from {least:R} to {most:R}";
            }
        }

        return data.FirstRounded >= 0
            ? $"has a number at data[{data.FirstRounded}] that FP32 cannot hold; {type.Name} is read as integers from {least:R} to {most:R}"
            : null;
    }
}
