using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training;

/// <summary>Copies between contiguous float32 tensors and arrays, bit by bit.</summary>
internal static class TensorFloats
{
    public static float[] Floats(this Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes).ToArray();

    /// <summary>Rows of inputs as a tensor [rows, features].</summary>
    /// <exception cref="ArgumentException">The values are not whole rows.</exception>
    public static Tensor RowsOf(float[] x, int features) => x.Length % features == 0
        ? tensor(x, [x.Length / features, features])
        : throw new ArgumentException($"{x.Length} values are not whole rows of {features}.", nameof(x));

    public static void SetFloats(this Tensor tensor, float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(tensor.bytes);
}
