using System.Text;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>Writes the smallest ONNX file of a linear layer, field by field: ir_version 8, opset 17, one Gemm with transB.</summary>
internal static class OnnxBytes
{
    private const int FloatType = 1;

    /// <summary>y = x · weightᵀ + bias, weight as [targets][features].</summary>
    public static byte[] Linear(float[][] weight, float[] bias, string input = "x", string output = "y", int elementType = FloatType)
    {
        byte[] node =
        [
            .. Text(1, input), .. Text(1, "w"), .. Text(1, "b"), .. Text(2, output), .. Text(4, "Gemm"),
            .. Message(5, [.. Text(1, "transB"), .. Varint(3, 1), .. Varint(20, 2)]),
        ];
        byte[] graph =
        [
            .. Message(1, node),
            .. Text(2, "linear"),
            .. Message(5, Tensor("w", [bias.Length, weight[0].Length], [.. weight.SelectMany(row => row)])),
            .. Message(5, Tensor("b", [bias.Length], bias)),
            .. Message(11, Value(input, elementType, weight[0].Length)),
            .. Message(12, Value(output, elementType, bias.Length)),
        ];
        return [.. Varint(1, 8), .. Text(2, "tests"), .. Message(7, graph), .. Message(8, [.. Text(1, ""), .. Varint(2, 17)])];
    }

    private static byte[] Tensor(string name, int[] shape, float[] values) =>
    [
        .. shape.SelectMany(extent => Varint(1, (ulong)extent)),
        .. Varint(2, FloatType),
        .. Text(8, name),
        .. Message(9, [.. values.SelectMany(BitConverter.GetBytes)]),
    ];

    private static byte[] Value(string name, int elementType, int width)
    {
        byte[] shape = [.. Message(1, Text(2, "batch")), .. Message(1, Varint(1, (ulong)width))];
        return [.. Text(1, name), .. Message(2, Message(1, [.. Varint(1, (ulong)elementType), .. Message(2, shape)]))];
    }

    private static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Message(int field, byte[] content) => [.. Number(((ulong)field << 3) | 2), .. Number((ulong)content.Length), .. content];

    private static byte[] Varint(int field, ulong value) => [.. Number((ulong)field << 3), .. Number(value)];

    private static IEnumerable<byte> Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }
}
