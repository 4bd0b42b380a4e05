using System.Buffers;
using Distributed.InferenceService.Protocol;

namespace Distributed.InferenceService.Grpc;

/// <summary>Reads <c>InferTensorContents</c>: values in the list that is for the tensor's datatype, packed or one by one.</summary>
internal static class ContentsReader
{
    private const int Bytes = 8;

    // By the field's number.
    private static readonly string[] Names =
    [
        "raw_input_contents", "bool_contents", "int_contents", "int64_contents", "uint_contents", "uint64_contents", "fp32_contents",
        "fp64_contents", "bytes_contents",
    ];

    /// <summary>Appends the values.</summary>
    /// <param name="message">The message.</param>
    /// <param name="input">Takes the values.</param>
    /// <param name="list">The field that held values; 0 while there is none.</param>
    /// <returns>What is wrong, to follow the name of the input in a sentence; null when nothing is.</returns>
    public static string? Read(in ReadOnlySequence<byte> message, InputTensor input, ref int list)
    {
        var reader = new WireReader(message);
        var data = input.Data ?? input.StartData();
        string? fault = null;
        while (fault is null && reader.MoveNext())
        {
            if (reader.Field > Bytes)
            {
                reader.Skip();
            }
            else if (list != 0 && list != reader.Field)
            {
                fault = $"has both {Names[list]} and {Names[reader.Field]}";
            }
            else
            {
                list = reader.Field;
                fault = ReadField(ref reader, data);
            }
        }

        return reader.IsMalformed ? "has contents that are not valid" : fault;
    }

    /// <summary>What is wrong with having used a list for the tensor's datatype; null when nothing is.</summary>
    public static string? FindFault(InputTensor input, int list) =>
        list != 0 && input.Datatype is { } datatype && ListFor(datatype) is { } right && right != list
            ? $"has {Names[list]}; {datatype} is sent as {Names[right]}"
            : null;

    private static string? ReadField(ref WireReader reader, TensorData data)
    {
        var list = reader.Field;
        if (list == Bytes || reader.Type != WireType.Length)
        {
            return reader.Type == TypeOf(list) ? ReadValue(ref reader, list, data) : Pass(ref reader);
        }

        var packed = new WireReader(reader.ReadBytes());
        string? fault = null;
        while (fault is null && !packed.IsAtEnd)
        {
            fault = ReadValue(ref packed, list, data);
        }

        return packed.IsMalformed ? $"has {Names[list]} that are not valid" : fault;
    }

    private static string? Pass(ref WireReader reader)
    {
        reader.Skip();
        return null;
    }

    private static string? ReadValue(ref WireReader reader, int list, TensorData data)
    {
        switch (list)
        {
            case 1:
                data.Add(reader.ReadVarint() != 0);
                return null;
            case 2:
                return AddInteger(data, (int)reader.ReadVarint());
            case 3:
                return AddInteger(data, (long)reader.ReadVarint());
            case 4:
                return AddInteger(data, (uint)reader.ReadVarint());
            case 5:
                return AddInteger(data, (long)Math.Min(reader.ReadVarint(), long.MaxValue));
            case 6:
                data.Add(BitConverter.Int32BitsToSingle(reader.ReadFixed32()));
                return null;
            case 7:
                return AddDouble(data, BitConverter.Int64BitsToDouble(reader.ReadFixed64()));
            default:
                // Strings: no model takes them, which the check of the datatype says; until then they are only counted.
                reader.Skip();
                data.Add(0);
                return null;
        }
    }

    private static string? AddInteger(TensorData data, long value)
    {
        data.Add(value, rounded: value is < -ElementTypes.ExactIntegers or > ElementTypes.ExactIntegers);
        return null;
    }

    private static string? AddDouble(TensorData data, double value)
    {
        data.Add((float)value);
        return double.IsFinite(value) && !float.IsFinite((float)value)
            ? $"has a number as value {data.Count - 1} that is too large for FP32"
            : null;
    }

    private static WireType TypeOf(int list) => list switch
    {
        <= 5 => WireType.Varint,
        6 => WireType.Fixed32,
        7 => WireType.Fixed64,
        _ => WireType.Length,
    };

    private static int? ListFor(string datatype) => datatype switch
    {
        ElementTypes.ModelType => 6,
        "FP64" => 7,
        "BOOL" => 1,
        "INT8" or "INT16" or "INT32" => 2,
        "INT64" => 3,
        "UINT8" or "UINT16" or "UINT32" => 4,
        "UINT64" => 5,
        "FP16" or "BF16" => 0,
        _ => null,
    };
}
