using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Running;

namespace Distributed.TrainerGrain.Tests.Running;

public sealed class FairQueueTests
{
    private static readonly RunSource Alone = new(null, RunPriority.Normal);
    private static readonly RunSource Large = new("large", RunPriority.Normal);

    [Fact]
    public void Take_OneSource_IsFirstComeFirstServed()
    {
        var queue = new FairQueue<int>(places: 3, own: 1);
        Enqueue(queue, Large, 1, 2, 3, 4);

        Assert.Equal([1, 2, 3], TakeAll(queue).Select(entry => entry.Item));
        Assert.Equal((1, 3), (queue.Queued, queue.InTraining));
    }

    [Fact]
    public void Take_SeveralSources_TakeTurns()
    {
        var queue = new FairQueue<int>(places: 100, own: 1);
        Enqueue(queue, Large, 10, 11, 12, 13);
        Enqueue(queue, Alone, 20, 21);
        Enqueue(queue, new RunSource("small", RunPriority.Normal), 30);

        Assert.Equal([10, 20, 30, 11, 21, 12, 13], TakeAll(queue).Select(entry => entry.Item));
    }

    [Fact]
    public void Take_HigherPriority_GoesFirst()
    {
        var queue = new FairQueue<int>(places: 100, own: 1);
        Enqueue(queue, Alone with { Priority = RunPriority.Low }, 1, 2);
        Enqueue(queue, Alone, 3, 4);
        Enqueue(queue, Large with { Priority = RunPriority.High }, 5, 6);

        Assert.Equal([5, 6, 3, 4, 1, 2], TakeAll(queue).Select(entry => entry.Item));
    }

    [Fact]
    public void Take_WhenAllPlacesAreTaken_LetsASourceInThatHasLittle()
    {
        var queue = new FairQueue<int>(places: 4, own: 2);
        Enqueue(queue, Large, 1, 2, 3, 4, 5);
        Assert.Equal(4, TakeAll(queue).Count);

        Enqueue(queue, Alone with { Priority = RunPriority.Low }, 20, 21, 22);

        Assert.Equal([20, 21], TakeAll(queue).Select(entry => entry.Item));
    }

    [Fact]
    public void Release_GivesThePlaceToTheNext()
    {
        var queue = new FairQueue<int>(places: 2, own: 1);
        Enqueue(queue, Large, 1, 2, 3, 4);
        var taken = TakeAll(queue);

        queue.Release(taken[0]);

        Assert.Equal([3], TakeAll(queue).Select(entry => entry.Item));
    }

    [Fact]
    public void Take_ItemsOfSeveralPlaces_StopsWhenThePlacesAreTaken()
    {
        var queue = new FairQueue<int>(places: 10, own: 1);
        for (var item = 0; item < 4; item++)
        {
            queue.Enqueue(item, Large, size: 4);
        }

        Assert.Equal(3, TakeAll(queue).Count);
    }

    [Fact]
    public void Remove_ThatWaits_IsNeverTaken()
    {
        var queue = new FairQueue<int>(places: 10, own: 1);
        var gone = queue.Enqueue(1, Large, 1);
        Enqueue(queue, Large, 2);

        Assert.True(queue.Remove(gone));
        Assert.False(queue.Remove(gone));
        Assert.Equal([2], TakeAll(queue).Select(entry => entry.Item));
    }

    [Fact]
    public void Remove_ThatWasTaken_ChangesNothing()
    {
        var queue = new FairQueue<int>(places: 1, own: 1);
        Enqueue(queue, Large, 1, 2);
        var taken = TakeAll(queue).Single();

        Assert.False(queue.Remove(taken));
        Assert.Equal((1, 1), (queue.Queued, queue.InTraining));
    }

    private static void Enqueue(FairQueue<int> queue, RunSource source, params int[] items) =>
        Array.ForEach(items, item => queue.Enqueue(item, source, 1));

    private static List<FairQueue<int>.Entry> TakeAll(FairQueue<int> queue)
    {
        var taken = new List<FairQueue<int>.Entry>();
        while (queue.TryTake(out var entry))
        {
            taken.Add(entry);
        }

        return taken;
    }
}
