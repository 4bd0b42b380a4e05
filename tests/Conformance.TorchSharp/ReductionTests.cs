using TorchSharp;
using static Distributed.Conformance.TorchSharp.Values;
using static TorchSharp.torch;

namespace Distributed.Conformance.TorchSharp;

public sealed class ReductionTests
{
    private static Tensor Six => Matrix(2, 3, 1, 2, 3, 4, 5, 9);

    [Fact]
    public void Reductions_OfEverything_GiveAScalar()
    {
        AssertTensor([], [24], Six.sum());
        AssertTensor([], [4], Six.mean());
        AssertTensor([], [9], Six.max());
        AssertTensor([], [1], Six.min());
    }

    [Fact]
    public void Reductions_OverDimensions_KeepTheOthers()
    {
        AssertTensor([3], [5, 7, 12], Six.sum([0]));
        AssertTensor([2, 1], [6, 18], Six.sum(1, keepdim: true));
        AssertTensor([1, 1], [24], Six.sum([0, 1], keepdim: true));
        AssertTensor([2], [2, 6], Six.mean([1]));
        AssertTensor([1, 3], [2.5, 3.5, 6], Six.mean([0], keepdim: true));
    }

    [Fact]
    public void Sum_InAnotherType_AddsInThatType()
    {
        Assert.Equal(ScalarType.Float64, Six.sum(ScalarType.Float64).dtype);
        Assert.Equal(ScalarType.Int64, tensor(new[] { true, true }).sum().dtype);
    }

    [Fact]
    public void AllAndAny_AskOfEveryElement()
    {
        var mixed = tensor(new[] { true, false, true, true }).view(2, 2);

        Assert.False(mixed.all().item<bool>());
        Assert.True(mixed.any().item<bool>());
        Assert.Equal([false, true], mixed.all(1).Bools());
        Assert.Equal([true, true], mixed.any(0).Bools());
        Assert.Equal([2L, 1L], mixed.all(1, keepdim: true).shape);
    }

    [Fact]
    public void Comparisons_GiveBooleans()
    {
        var (x, y) = (Vector(1, 2, 3), Vector(3, 2, 1));

        Assert.Equal([false, true, false], (x == y).Bools());
        Assert.Equal([true, false, true], (x != y).Bools());
        Assert.Equal([true, false, false], (x < y).Bools());
        Assert.Equal([true, true, false], x.le(y).Bools());
        Assert.Equal([false, false, true], x.gt(2).Bools());
        Assert.Equal([false, true, true], (x >= 2).Bools());
        Assert.Equal([false, true, false], x.eq(2).Bools());
        Assert.Equal([true, false, false], (x < 2).Bools());
        Assert.Equal([false, false, true], (x > 1).logical_and(x.ne(2)).Bools());
        Assert.Equal([true, false, true], (x < 2).logical_or(x > 2).Bools());
        Assert.Equal([true, true, false], (x > 2).logical_not().Bools());
    }

    [Fact]
    public void Finiteness_IsAskedElementByElement()
    {
        var odd = Vector(1, double.NaN, double.PositiveInfinity, double.NegativeInfinity);

        Assert.Equal([true, false, false, false], odd.isfinite().Bools());
        Assert.Equal([false, true, false, false], odd.isnan().Bools());
    }

    [Fact]
    public void Equality_OfTensors_IsExactOrClose()
    {
        Assert.True(Vector(1, 2).Equals(Vector(1, 2)));
        Assert.False(Vector(1, 2).Equals(Vector(1, 2.5)));
        Assert.False(Vector(1, 2).Equals(Vector(1, 2, 3)));
        Assert.True(Vector(1, 2).allclose(Vector(1, 2.00001)));
        Assert.False(Vector(1, 2).allclose(Vector(1, 2.001)));
        Assert.True(Vector(1, 2).allclose(Vector(1, 2.001), rtol: 1e-3));
    }
}
