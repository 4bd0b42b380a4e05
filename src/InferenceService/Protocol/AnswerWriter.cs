using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Distributed.Contracts;
using Distributed.Contracts.Models;

namespace Distributed.InferenceService.Protocol;

/// <summary>
/// Writes the answers to inferences, byte by byte: all but the numbers is known beforehand. A value that is not finite is written as
/// <c>null</c>: JSON has no form for it, and NumPy-based clients read null back as NaN; as binary data it is what it is.
/// </summary>
public static class AnswerWriter
{
    // Of a float32 or an int.
    private const int LongestNumber = 24;

    private static readonly byte[] Tensor = Encoding.UTF8.GetBytes(
        $",\"outputs\":[{{\"name\":\"{OnnxNames.Output}\",\"datatype\":\"{ElementTypes.ModelType}\",\"shape\":[");

    /// <summary>Writes the answer as JSON.</summary>
    public static void WriteJson(ArrayBufferWriter<byte> to, Inference inference)
    {
        WriteHead(to, inference);
        to.Write("],\"data\":["u8);
        WriteValues(to, inference.Values);
        to.Write("]}]}"u8);
    }

    /// <summary>Writes the answer as JSON and, behind it, the values as bytes.</summary>
    /// <returns>Length of the JSON.</returns>
    public static int WriteBinary(ArrayBufferWriter<byte> to, Inference inference)
    {
        var before = to.WrittenCount;
        var size = inference.Values.Length * sizeof(float);
        WriteHead(to, inference);
        to.Write("],\"parameters\":{\"binary_data_size\":"u8);
        WriteNumber(to, size);
        to.Write("}}]}"u8);
        var header = to.WrittenCount - before;
        RawTensor.Write(inference.Values, to.GetSpan(size));
        to.Advance(size);
        return header;
    }

    private static void WriteHead(ArrayBufferWriter<byte> to, Inference inference)
    {
        to.Write(inference.Model.AnswerHead.Span);
        if (inference.Request.Id is { } id)
        {
            to.Write(",\"id\":\""u8);
            to.Write(JsonEncodedText.Encode(id, ContractsJson.Encoder).EncodedUtf8Bytes);
            to.Write("\""u8);
        }

        to.Write(Tensor);
        WriteNumber(to, inference.Rows);
        to.Write(","u8);
        WriteNumber(to, inference.Model.Targets);
    }

    private static void WriteValues(ArrayBufferWriter<byte> to, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                to.Write(","u8);
            }

            if (float.IsFinite(values[i]))
            {
                WriteNumber(to, values[i]);
            }
            else
            {
                to.Write("null"u8);
            }
        }
    }

    private static void WriteNumber<T>(ArrayBufferWriter<byte> to, T value)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(to.GetSpan(LongestNumber), out var length, default, CultureInfo.InvariantCulture);
        to.Advance(length);
    }
}
