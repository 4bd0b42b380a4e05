using Distributed.TrainerGrain.Running;
using Distributed.TrainerGrain.Tests.Support;

namespace Distributed.TrainerGrain.Tests.Running;

public sealed class ComputeThreadsTests
{
    [Fact]
    public async Task Invoke_AnyWork_RunsOnOneOfTheThreadsAndOffThePool()
    {
        using var threads = new ComputeThreads(2);

        var ran = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => threads.InvokeAsync(
            default, () => (Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread))));

        Assert.InRange(ran.Select(run => run.CurrentManagedThreadId).Distinct().Count(), 1, 2);
        Assert.DoesNotContain(ran, run => run.IsThreadPoolThread);
    }

    [Fact]
    public async Task Invoke_WorkThatThrows_GivesItsExceptionAndTheThreadGoesOn()
    {
        using var threads = new ComputeThreads(1);

        await Assert.ThrowsAsync<InvalidDataException>(() => threads.InvokeAsync<int>(default, () => throw new InvalidDataException()));

        Assert.Equal(7, await threads.InvokeAsync(default, () => 7).WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task Dispose_QueuedWork_IsFinishedFirst()
    {
        var threads = new ComputeThreads(1);
        var queued = Enumerable.Range(0, 50).Select(i => threads.InvokeAsync(default, () => i)).ToArray();

        threads.Dispose();

        Assert.Equal(Enumerable.Range(0, 50), await Task.WhenAll(queued));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => threads.InvokeAsync(default, () => 7));
    }

    [Fact]
    public async Task Invoke_OnOneOfTheThreads_RunsAtOnce()
    {
        using var threads = new ComputeThreads(1);

        var (outer, inner) = await threads.InvokeAsync(default, () =>
        {
            var nested = threads.InvokeAsync(default, () => Environment.CurrentManagedThreadId);
            return (Environment.CurrentManagedThreadId, nested);
        }).WaitAsync(Patience.Limit);

        Assert.True(inner.IsCompletedSuccessfully);
        Assert.Equal(outer, await inner);
    }

    [Fact]
    public async Task Dispose_OnOneOfTheThreads_WaitsForTheOthersOnly()
    {
        var threads = new ComputeThreads(2);

        await threads.InvokeAsync(default, threads.Dispose).WaitAsync(Patience.Limit);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => threads.InvokeAsync(default, () => 7));
    }
}
