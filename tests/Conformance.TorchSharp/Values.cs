using TorchSharp;
using static TorchSharp.torch;

namespace Distributed.Conformance.TorchSharp;

/// <summary>Numbers out of tensors, in row-major order.</summary>
internal static class Values
{
    public static double[] Doubles(this Tensor tensor) => tensor.to(ScalarType.Float64).data<double>().ToArray();

    public static bool[] Bools(this Tensor tensor) => tensor.data<bool>().ToArray();

    public static Tensor Matrix(int rows, int columns, params double[] values) => tensor(values, [rows, columns], dtype: ScalarType.Float32);

    public static Tensor Vector(params double[] values) => tensor(values, dtype: ScalarType.Float32);

    /// <summary>Equal shapes, and each element to seven digits or a millionth.</summary>
    public static void AssertTensor(long[] shape, double[] expected, Tensor actual)
    {
        Assert.Equal(shape, actual.shape);
        var values = actual.Doubles();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], values[i], 1e-6 + (1e-6 * Math.Abs(expected[i])));
        }
    }
}
