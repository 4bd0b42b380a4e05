using System.Collections.Concurrent;

namespace Distributed.TrainerGrain.Running;

/// <summary>
/// A fixed number of threads that do nothing but arithmetic, first come, first served. They are not pool threads:
/// the silo's probes, timers and messages live on the pool and must not wait behind a training step.
/// </summary>
public sealed class ComputeThreads : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread[] _threads;

    /// <summary>Starts the threads.</summary>
    public ComputeThreads(int count)
    {
        _threads = [.. Enumerable.Range(0, count).Select(Start)];
    }

    /// <summary>Runs a piece of work on one of the threads. Its exception, if any, is the task's.</summary>
    public Task<T> InvokeAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() => Invoke(work, done));
        return done.Task;
    }

    /// <summary>Runs a piece of work that has no result on one of the threads.</summary>
    public Task InvokeAsync(Action work) => InvokeAsync(() =>
    {
        work();
        return true;
    });

    /// <summary>Finishes what is queued, then ends the threads.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _work.Dispose();
    }

    private static void Invoke<T>(Func<T> work, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(work());
        }
#pragma warning disable CA1031 // The exception is not swallowed: it belongs to whoever awaits the task.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            done.SetException(exception);
        }
    }

    private Thread Start(int number)
    {
        // Below normal, so that under full load the silo's own threads come first.
        var thread = new Thread(Work) { IsBackground = true, Name = $"training {number}", Priority = ThreadPriority.BelowNormal };
        thread.Start();
        return thread;
    }

    private void Work()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}
