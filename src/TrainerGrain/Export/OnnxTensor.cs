using System.Buffers.Binary;
using Distributed.Contracts.Models;

namespace Distributed.TrainerGrain.Export;

/// <summary>The tensors of an ONNX graph, all float32.</summary>
internal static class OnnxTensor
{
    private const int Float32 = 1;

    /// <summary>Adds a tensor with its values to a graph; on every machine in little-endian order.</summary>
    public static void Write(ProtobufWriter graph, string name, float[] values, params ReadOnlySpan<int> shape)
    {
        var dimensions = shape.ToArray();
        graph.Message(5, tensor =>
        {
            foreach (var dimension in dimensions)
            {
                tensor.Integer(1, dimension);
            }
            tensor.Integer(2, Float32);
            tensor.Text(8, name);
            tensor.Bytes(9, LittleEndian(values));
        });
    }

    /// <summary>Writes name and type of a graph's input or output [batch, <paramref name="width"/>].</summary>
    public static void Declare(ProtobufWriter value, string name, int width)
    {
        value.Text(1, name);
        value.Message(2, type => type.Message(1, tensor =>
        {
            tensor.Integer(1, Float32);
            tensor.Message(2, shape =>
            {
                shape.Message(1, dimension => dimension.Text(2, OnnxNames.Batch));
                shape.Message(1, dimension => dimension.Integer(1, width));
            });
        }));
    }

    private static byte[] LittleEndian(float[] values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }
        return bytes;
    }
}
