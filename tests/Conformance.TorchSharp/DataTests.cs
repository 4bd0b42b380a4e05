using System.Runtime.InteropServices;
using TorchSharp;
using static Distributed.Conformance.TorchSharp.Values;
using static TorchSharp.torch;

namespace Distributed.Conformance.TorchSharp;

public sealed class DataTests
{
    [Fact]
    public void Accessor_FollowsStrides()
    {
        var strided = Matrix(2, 3, 1, 2, 3, 4, 5, 6).t();
        var data = strided.data<float>();

        Assert.Equal(6, data.Count);
        Assert.Equal([1, 4, 2, 5, 3, 6], data.ToArray());
        Assert.Equal([1, 4, 2, 5, 3, 6], data);
        Assert.Equal(5, data[1, 1]);
        Assert.Equal(4, data[1]);
    }

    [Fact]
    public void Accessor_WritesTheTensorsOwnMemory()
    {
        var numbers = zeros(2, 2);
        var data = numbers.data<float>();
        data[0, 1] = 5;
        data.CopyFrom([7f, 8f], 0, 2);

        AssertTensor([2, 2], [0, 5, 7, 8], numbers);
        var copy = new float[3];
        data.CopyTo(copy, 1, 1);
        Assert.Equal([0, 5, 7], copy);
    }

    [Fact]
    public void Accessor_OutOfRange_Throws()
    {
        var data = zeros(2, 2).data<float>();

        Assert.Throws<IndexOutOfRangeException>(() => data[4]);
        Assert.Throws<IndexOutOfRangeException>(() => data[0, 2]);
    }

    [Fact]
    public void ToArray_IsACopy()
    {
        var numbers = zeros(2);
        var copy = numbers.data<float>().ToArray();
        numbers.fill_(1);

        Assert.Equal([0, 0], copy);
    }

    [Fact]
    public void Bytes_AreTheTensorsMemory()
    {
        var numbers = Vector(1.5, -2);
        var floats = MemoryMarshal.Cast<byte, float>(numbers.bytes);

        Assert.Equal([1.5f, -2f], floats.ToArray());
        floats[0] = 9;
        Assert.Equal(9, numbers.select(0, 0).item<float>());
        numbers.bytes = MemoryMarshal.AsBytes([3f, 4f]).ToArray();
        Assert.Equal([3, 4], numbers.Doubles());
        Assert.Throws<ArgumentException>(() => numbers.bytes = new byte[3]);
    }

    [Fact]
    public void SingleElements_ConvertToNumbers()
    {
        Assert.Equal(2.5f, tensor(2.5).ToSingle());
        Assert.Equal(2.5, tensor(2.5f).ToDouble());
        Assert.Equal(7, tensor(7L).ToInt64());
        Assert.Equal(7, tensor(7L).ToInt32());
        Assert.True(tensor(true).ToBoolean());
        Assert.Equal(2.5f, (float)tensor(2.5));
        Assert.Equal(1.25f, Matrix(1, 1, 1.25).item<float>());
        Assert.Equal(3L, tensor(3L).item<long>());
    }

    [Fact]
    public void Alias_IsAnotherHandleToTheSameMemory()
    {
        var first = zeros(2);
        var second = first.alias();
        first.fill_(4);
        first.Dispose();

        Assert.Equal([4, 4], second.Doubles());
    }
}
