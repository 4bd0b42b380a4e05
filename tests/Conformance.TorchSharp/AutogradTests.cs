using TorchSharp;
using static Distributed.Conformance.TorchSharp.Values;
using static TorchSharp.torch;

namespace Distributed.Conformance.TorchSharp;

public sealed class AutogradTests
{
    [Fact]
    public void Backward_GivesTheDerivative()
    {
        var x = Vector(1, -2, 3).requires_grad_();
        Assert.Null(x.grad);

        ((x * x * x).sum() + (2 * x).mean()).backward();

        AssertTensor([3], [3 + (2.0 / 3), 12 + (2.0 / 3), 27 + (2.0 / 3)], x.grad!);
        Assert.False(x.grad!.requires_grad);
    }

    [Fact]
    public void Backward_Again_AddsToTheGradient()
    {
        var x = Vector(2).requires_grad_();
        (x * x).sum().backward();
        (x * x).sum().backward();

        AssertTensor([1], [8], x.grad!);
    }

    [Fact]
    public void Grad_CanBeClearedAndSet()
    {
        var x = Vector(2).requires_grad_();
        (x * x).sum().backward();
        x.grad = null;
        Assert.Null(x.grad);

        x.grad = Vector(10);
        (x * x).sum().backward();

        AssertTensor([1], [14], x.grad!);
    }

    [Fact]
    public void Grad_EveryReadIsTheSameMemory()
    {
        var x = Vector(2).requires_grad_();
        (x * x).sum().backward();
        x.grad!.zero_();

        AssertTensor([1], [0], x.grad!);
    }

    [Fact]
    public void Backward_ThroughProductsAndPicks_ReachesTheLeaves()
    {
        var weights = stack([Matrix(2, 1, 1, 2), Matrix(2, 1, 3, 4)]).detach().requires_grad_();
        var inputs = stack([Matrix(1, 2, 5, 6), Matrix(1, 2, 7, 8)]);

        bmm(inputs, weights).index_select(0, tensor(new long[] { 1 })).sum().backward();

        AssertTensor([2, 2, 1], [0, 0, 7, 8], weights.grad!);
    }

    [Fact]
    public void Backward_WithAGradient_StartsFromIt()
    {
        var x = Vector(1, 2).requires_grad_();
        (x * x).backward(grad_tensors: [Vector(10, 100)]);

        AssertTensor([2], [20, 400], x.grad!);
    }

    [Fact]
    public void RetainGrad_KeepsTheGradientOfAnIntermediateResult()
    {
        var x = Vector(3).requires_grad_();
        var y = x * x;
        y.retain_grad();
        (y * 5).sum().backward();

        AssertTensor([1], [5], y.grad!);
        Assert.True(x.is_leaf);
        Assert.False(y.is_leaf);
    }

    [Fact]
    public void Detach_CutsTheGraphButSharesMemory()
    {
        var x = Vector(1).requires_grad_();
        var cut = x.detach();
        cut.fill_(5);

        Assert.False(cut.requires_grad);
        AssertTensor([1], [5], x);
    }

    [Fact]
    public void NoGrad_TracksNothingUntilItsEnd()
    {
        var x = Vector(1).requires_grad_();
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            x.add_(1);
            using (enable_grad())
            {
                Assert.True((x * 2).requires_grad);
            }

            Assert.False(is_grad_enabled());
        }

        Assert.True(is_grad_enabled());
        Assert.True((x * 2).requires_grad);
        AssertTensor([1], [2], x);
    }

    [Fact]
    public void NoGrad_IsOfItsThreadAlone()
    {
        using var here = no_grad();
        var there = false;
        var thread = new Thread(() => there = is_grad_enabled());
        thread.Start();
        thread.Join();

        Assert.True(there);
    }

    [Fact]
    public void InferenceMode_TracksNothing()
    {
        var x = Vector(1).requires_grad_();
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }

        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void Clone_IsPartOfTheGraph()
    {
        var x = Vector(3).requires_grad_();
        (x.clone() * 2).sum().backward();

        AssertTensor([1], [2], x.grad!);
    }
}
