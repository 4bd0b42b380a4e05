using TorchSharp;
using static Distributed.Conformance.TorchSharp.Values;
using static TorchSharp.torch;

namespace Distributed.Conformance.TorchSharp;

public sealed class FactoryTests
{
    [Fact]
    public void ConstantFactories_GiveShapeValueAndDefaultType()
    {
        AssertTensor([2, 3], [0, 0, 0, 0, 0, 0], zeros(2, 3));
        AssertTensor([2], [1, 1], ones(2));
        AssertTensor([2, 1], [7.5, 7.5], full([2, 1], 7.5));
        AssertTensor([3], [0, 0, 0], zeros([3]));
        Assert.Equal([2L, 4L], empty(2, 4).shape);
        Assert.Equal(ScalarType.Float32, zeros(1).dtype);
        Assert.Equal(ScalarType.Int64, full([1], 3).dtype);
        Assert.Equal(ScalarType.Float32, full([1], 3.0).dtype);
        Assert.Equal(ScalarType.Int64, ones(1, dtype: ScalarType.Int64).dtype);
    }

    [Fact]
    public void LikeFactories_TakeShapeAndType()
    {
        var model = zeros([2, 2], dtype: ScalarType.Float64);

        AssertTensor([2, 2], [0, 0, 0, 0], zeros_like(model));
        AssertTensor([2, 2], [1, 1, 1, 1], ones_like(model));
        AssertTensor([2, 2], [3, 3, 3, 3], full_like(model, 3));
        Assert.Equal(ScalarType.Float64, zeros_like(model).dtype);
        Assert.Equal(ScalarType.Bool, zeros_like(model, ScalarType.Bool).dtype);
    }

    [Fact]
    public void Arange_TakesItsTypeFromItsArguments()
    {
        AssertTensor([4], [0, 1, 2, 3], arange(4));
        AssertTensor([2], [3, 4], arange(3, 5));
        AssertTensor([3], [0, 0.5, 1], arange(0.0, 1.5, 0.5));
        Assert.Equal(ScalarType.Int64, arange(4).dtype);
        Assert.Equal(ScalarType.Float32, arange(4.0).dtype);
    }

    [Fact]
    public void Tensor_FromAnArray_IsACopyInRowMajorOrder()
    {
        double[] source = [1, 2, 3, 4, 5, 6];
        var made = tensor(source, [2, 3]);
        source[0] = 100;

        AssertTensor([2, 3], [1, 2, 3, 4, 5, 6], made);
        Assert.Equal(ScalarType.Float64, made.dtype);
        Assert.Equal(4.0, made.select(0, 1).select(0, 0).item<double>());
    }

    [Fact]
    public void Tensor_FromNumbers_TakesTheirType()
    {
        Assert.Equal(ScalarType.Float32, tensor(1f).dtype);
        Assert.Equal(ScalarType.Float64, tensor(1.0).dtype);
        Assert.Equal(ScalarType.Int64, tensor(1L).dtype);
        Assert.Equal(ScalarType.Bool, tensor(true).dtype);
        Assert.Equal(0, tensor(1f).dim());
        Assert.Equal(ScalarType.Int64, tensor(new long[] { 1, 2 }).dtype);
        Assert.Equal([true, false], tensor(new[] { true, false }).Bools());
    }

    [Fact]
    public void Tensor_OfDoublesAsFloat32_RoundsToTheNearest()
    {
        double[] values = [0.1, 1.0 / 3, 16777217, -16777219, 1e-46, 4e38];

        var rounded = tensor(values, dtype: ScalarType.Float32);

        Assert.Equal(values.Select(value => (float)value), rounded.data<float>().ToArray());
    }

    [Fact]
    public void DefaultDtype_IsThatOfNewTensors()
    {
        Assert.Equal(ScalarType.Float32, get_default_dtype());
        set_default_dtype(ScalarType.Float64);
        try
        {
            Assert.Equal(ScalarType.Float64, zeros(1).dtype);
        }
        finally
        {
            set_default_dtype(ScalarType.Float32);
        }
    }

    [Fact]
    public void To_ConvertsAndReturnsTheSameTensorWhenThereIsNothingToDo()
    {
        var numbers = Vector(-1.9, 0, 2.6);

        Assert.Equal(ScalarType.Int64, numbers.to(ScalarType.Int64).dtype);
        AssertTensor([3], [-1, 0, 2], numbers.to(ScalarType.Int64));
        Assert.Equal([true, false, true], numbers.to(ScalarType.Bool).Bools());
        numbers.to(ScalarType.Float32).fill_(5);
        Assert.Equal([5, 5, 5], numbers.Doubles());
        numbers.to(ScalarType.Float32, copy: true).fill_(6);
        Assert.Equal([5, 5, 5], numbers.Doubles());
    }

    [Fact]
    public void Version_IsThatOfLibtorch() => Assert.Matches(@"^\d+\.\d+\.\d+$", NormalizeNuGetVersion(__version__));
}
