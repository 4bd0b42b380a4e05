using static Distributed.Conformance.TorchSharp.Values;
using static TorchSharp.torch;

namespace Distributed.Conformance.TorchSharp;

public sealed class ShapeTests
{
    private static Tensor Six => Matrix(2, 3, 1, 2, 3, 4, 5, 6);

    [Fact]
    public void Facts_TellTheShape()
    {
        Assert.Equal([2L, 3L], Six.shape);
        Assert.Equal([3L, 1L], Six.stride());
        Assert.Equal(3, Six.size(1));
        Assert.Equal(3, Six.size(-1));
        Assert.Equal(2, Six.dim());
        Assert.Equal(6, Six.numel());
        Assert.Equal(4, Six.ElementSize);
        Assert.True(Six.is_contiguous());
        Assert.False(Six.t().is_contiguous());
    }

    [Fact]
    public void Rearranging_KeepsTheElements()
    {
        AssertTensor([3, 2], [1, 4, 2, 5, 3, 6], Six.t());
        AssertTensor([3, 2], [1, 4, 2, 5, 3, 6], Six.transpose(0, 1));
        AssertTensor([3, 2], [1, 4, 2, 5, 3, 6], Six.permute(1, 0));
        AssertTensor([3, 2], [1, 2, 3, 4, 5, 6], Six.view(3, -1));
        AssertTensor([6], [1, 4, 2, 5, 3, 6], Six.t().reshape(6));
        AssertTensor([6], [1, 2, 3, 4, 5, 6], Six.flatten());
        AssertTensor([3, 2], [1, 4, 2, 5, 3, 6], Six.t().contiguous());
        Assert.True(Six.t().contiguous().is_contiguous());
    }

    [Fact]
    public void Squeezing_DropsAndAddsDimensionsOfOne()
    {
        Assert.Equal([1L, 2L, 3L], Six.unsqueeze(0).shape);
        Assert.Equal([2L, 3L, 1L], Six.unsqueeze(-1).shape);
        Assert.Equal([2L, 3L], Six.unsqueeze(0).unsqueeze(-1).squeeze().shape);
        Assert.Equal([2L, 3L, 1L], Six.unsqueeze(0).unsqueeze(-1).squeeze(0).shape);
        Assert.Equal([4L, 2L, 3L], Six.unsqueeze(0).expand(4, 2, 3).shape);
    }

    [Fact]
    public void Picking_TakesParts()
    {
        AssertTensor([3], [4, 5, 6], Six.select(0, 1));
        AssertTensor([2, 2], [2, 3, 5, 6], Six.narrow(1, 1, 2));
        AssertTensor([2, 2], [1, 3, 4, 6], Six.slice(1, 0, 3, 2));
        AssertTensor([2, 3], [4, 5, 6, 4, 5, 6], Six.index_select(0, tensor(new long[] { 1, 1 })));
    }

    [Fact]
    public void Views_ShareMemory()
    {
        var whole = Six;
        whole.narrow(1, 1, 1).fill_(0);
        whole.select(0, 1).mul_(10);

        AssertTensor([2, 3], [1, 0, 3, 40, 0, 60], whole);
        whole.clone().zero_();
        whole.index_select(0, tensor(new long[] { 0 })).zero_();
        AssertTensor([2, 3], [1, 0, 3, 40, 0, 60], whole);
    }

    [Fact]
    public void Joining_PutsTensorsSideBySideOrOnTop()
    {
        AssertTensor([4, 1], [1, 2, 3, 4], cat([Matrix(2, 1, 1, 2), Matrix(2, 1, 3, 4)]));
        AssertTensor([2, 2], [1, 3, 2, 4], cat([Matrix(2, 1, 1, 2), Matrix(2, 1, 3, 4)], dim: 1));
        AssertTensor([2, 2], [1, 2, 3, 4], stack([Vector(1, 2), Vector(3, 4)]));
        AssertTensor([2, 2], [1, 3, 2, 4], stack([Vector(1, 2), Vector(3, 4)], dim: -1));
    }

    [Fact]
    public void Products_MultiplyMatrices()
    {
        AssertTensor([2, 2], [14, 32, 32, 77], Six.matmul(Six.t()));
        AssertTensor([2, 2], [14, 32, 32, 77], Six.mm(Six.t()));
        AssertTensor([2], [14, 32], Six.matmul(Vector(1, 2, 3)));
        AssertTensor([2, 2], [17, 35, 35, 80], full([2, 2], 3.0).addmm(Six, Six.t()));
    }

    [Fact]
    public void BatchedProducts_MultiplyEachPair()
    {
        var left = stack([Six, Six * 2]);
        var right = stack([Six.t(), Six.t()]);

        AssertTensor([2, 2, 2], [14, 32, 32, 77, 28, 64, 64, 154], bmm(left, right));
        AssertTensor([2, 2, 2], [15, 33, 33, 78, 29, 65, 65, 155], baddbmm(ones(2, 2, 2), left, right));
        AssertTensor([2, 2, 2], [9, 18, 18, 40.5, 16, 34, 34, 79], baddbmm(ones(2, 1, 1), left, right, beta: 2, alpha: 0.5f));
    }
}
