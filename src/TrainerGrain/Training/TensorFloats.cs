using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training;

/// <summary>Copies between contiguous float32 tensors and arrays, bit by bit.</summary>
internal static class TensorFloats
{
    public static float[] Floats(this Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes).ToArray();

    public static void SetFloats(this Tensor tensor, float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(tensor.bytes);
}
