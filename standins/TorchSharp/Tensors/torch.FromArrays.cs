using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

// Tensors from numbers and arrays; the tensor has its own copy.
public static unsafe partial class torch
{
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) =>
        FromArray([scalar], [], null, requires_grad);

    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray([scalar], [], dtype, requires_grad);

    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray([scalar], [], dtype, requires_grad);

    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromArray([scalar], [], dtype, requires_grad);

    public static Tensor tensor(
        float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromArray<float>(rawArray, [rawArray.LongLength], dtype, requires_grad);

    public static Tensor tensor(
        float[] rawArray,
        ReadOnlySpan<long> dimensions,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        string[]? names = null) =>
        FromArray<float>(rawArray, dimensions, dtype, requires_grad);

    public static Tensor tensor(
        double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromArray<double>(rawArray, [rawArray.LongLength], dtype, requires_grad);

    public static Tensor tensor(
        double[] rawArray,
        ReadOnlySpan<long> dimensions,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        string[]? names = null) =>
        FromArray<double>(rawArray, dimensions, dtype, requires_grad);

    public static Tensor tensor(
        long[] dataArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromArray<long>(dataArray, [dataArray.LongLength], dtype, requires_grad);

    public static Tensor tensor(
        bool[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromArray<bool>(rawArray, [rawArray.LongLength], dtype, requires_grad);

    private static Tensor FromArray<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> dimensions, ScalarType? dtype, bool requiresGrad)
        where T : unmanaged
    {
        var needed = 1L;
        foreach (var length in dimensions)
        {
            needed *= length;
        }

        if (needed > values.Length)
        {
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {needed} vs. {values.Length}");
        }

        var source = ScalarTypeOf<T>();
        fixed (T* data = values)
        fixed (long* pinned = dimensions)
        {
            var shape = new Longs(pinned, dimensions.Length);
            return Tracked(ta_from_memory(data, (int)source, shape, (int)(dtype ?? source)), requiresGrad);
        }
    }
}
