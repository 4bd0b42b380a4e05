using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Distributed.Conformance.TorchSharp;

public sealed class ErrorTests
{
    [Fact]
    public void Engine_OnAMismatchOfShapes_ThrowsItsOwnMessage()
    {
        var failure = Assert.Throws<ExternalException>(() => ones(2, 3).matmul(ones(2, 3)));

        Assert.Contains("2x3", failure.Message);
    }

    [Fact]
    public void Engine_AfterAnError_WorksOn()
    {
        Assert.Throws<ExternalException>(() => ones(2).add_(ones(3)));

        Assert.Equal([2, 2], ones(2).add_(ones(2)).Doubles());
    }

    [Fact]
    public void Backward_OfMoreThanOneElement_Throws() =>
        Assert.Throws<ExternalException>(() => ones(2, requires_grad: true).mul(2).backward());

    [Fact]
    public void Backward_Twice_ThrowsUnlessTheGraphIsKept()
    {
        var x = ones(1, requires_grad: true);
        var kept = (x * x).sum();
        kept.backward(retain_graph: true);
        kept.backward();

        Assert.Equal([4], x.grad!.Doubles());
        Assert.Throws<ExternalException>(kept.backward);
    }

    [Fact]
    public void InPlaceChange_OfALeafThatTracksGradients_Throws() =>
        Assert.Throws<ExternalException>(() => ones(2, requires_grad: true).add_(1));

    [Fact]
    public void RequiresGrad_OfIntegers_Throws() =>
        Assert.Throws<ExternalException>(() => zeros(2, dtype: ScalarType.Int64).requires_grad_());

    [Fact]
    public void Tensor_AfterDispose_Throws()
    {
        var tensor = ones(2);
        tensor.Dispose();

        Assert.True(tensor.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => tensor.add(1));
        Assert.Throws<InvalidOperationException>(() => tensor.shape);
    }

    [Fact]
    public void Item_OfAnotherType_Throws()
    {
        Assert.Throws<ArgumentException>(() => ones(1).item<double>());
        Assert.Throws<ArgumentException>(() => ones(1, dtype: ScalarType.Int64).item<float>());
        Assert.Throws<ArgumentException>(() => ones(1).data<int>());
    }

    [Fact]
    public void Item_OfSeveralElements_Throws() => Assert.Throws<ArgumentException>(() => ones(2).item<float>());

    [Fact]
    public void Tensor_FromTooShortAnArray_Throws() => Assert.Throws<ArgumentException>(() => tensor(new float[5], [2, 3]));

    [Fact]
    public void Bytes_OfAStridedView_Throws() => Assert.Throws<InvalidOperationException>(() => ones(2, 3).t().bytes.Length);

    [Fact]
    public void View_OfAStridedView_ThrowsWhereReshapeCopies()
    {
        var strided = ones(2, 3).t();

        Assert.Throws<ExternalException>(() => strided.view(6));
        Assert.Equal([6L], strided.reshape(6).shape);
    }

    [Fact]
    public void Slice_WithAStepBelowOne_Throws() => Assert.Throws<ArgumentException>(() => ones(3).slice(0, 0, 3, 0));

    [Fact]
    public void Where_WithNumbersAsCondition_Throws() => Assert.Throws<ArgumentException>(() => where(ones(2), ones(2), ones(2)));

    [Fact]
    public void SetDefaultDtype_ToIntegers_Throws() => Assert.Throws<ArgumentException>(() => set_default_dtype(ScalarType.Int32));
}
