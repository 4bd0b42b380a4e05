using Distributed.TrainerGrain.Running;

namespace Distributed.TrainerGrain.Tests.Running;

public sealed class LossBufferTests
{
    [Fact]
    public void Written_IsEverythingAppendedInOrder()
    {
        var buffer = new LossBuffer();
        var expected = Enumerable.Range(0, 1000).Select(i => (float)i).ToArray();
        foreach (var chunk in expected.Chunk(7))
        {
            buffer.Append(chunk);
        }

        Assert.Equal(1000, buffer.Count);
        Assert.Equal(expected, buffer.Written.ToArray());
    }

    [Fact]
    public void Written_TakenEarlier_KeepsWhatItSaw()
    {
        var buffer = new LossBuffer();
        buffer.Append([1, 2]);
        var early = buffer.Written;
        buffer.Append([3]);
        buffer.Clear();
        buffer.Append([9, 9, 9]);
        Assert.Equal([1f, 2f], early.ToArray());
        Assert.Equal([9f, 9f, 9f], buffer.Written.ToArray());
    }

    [Fact]
    public void Append_MoreThanTwiceTheRoom_Fits()
    {
        var buffer = new LossBuffer();
        buffer.Append(new float[100_000]);
        Assert.Equal(100_000, buffer.Count);
    }
}
