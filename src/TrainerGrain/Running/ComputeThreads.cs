using System.Diagnostics;

namespace Distributed.TrainerGrain.Running;

/// <summary>
/// A fixed number of threads that do nothing but arithmetic, shared fairly between the sources of it. They are not pool threads:
/// the silo's probes, timers and messages live on the pool and must not wait behind a training step.
/// </summary>
public sealed class ComputeThreads : IDisposable
{
    [ThreadStatic]
    private static ComputeThreads? _here;

    private readonly FairWork _work = new();
    private readonly Thread[] _threads;

    /// <summary>Starts the threads.</summary>
    public ComputeThreads(int count)
    {
        _threads = [.. Enumerable.Range(0, count).Select(Start)];
    }

    /// <summary>How many there are.</summary>
    public int Count => _threads.Length;

    /// <summary>How many pieces of work wait for one of them.</summary>
    internal int Queued => _work.Queued;

    /// <summary>
    /// Runs a piece of work on one of the threads: at once when called on one of them. Its exception, if any, is the task's. What awaits
    /// the task goes on on that thread until it waits for something else.
    /// </summary>
    public Task<T> InvokeAsync<T>(RunSource source, Func<T> work)
    {
        var done = new TaskCompletionSource<T>();
        if (_here == this)
        {
            Invoke(work, done);
        }
        else if (TryAdd(source, () => Invoke(work, done)) is null)
        {
            done.SetException(new ObjectDisposedException(nameof(ComputeThreads)));
        }

        return done.Task;
    }

    /// <summary>Runs a piece of work that has no result on one of the threads.</summary>
    public Task InvokeAsync(RunSource source, Action work) => InvokeAsync(source, () =>
    {
        work();
        return true;
    });

    /// <summary>Finishes what is queued, then ends the threads. On one of them, where awaiting code may be, it waits for the others only.</summary>
    public void Dispose()
    {
        _work.Close();
        foreach (var thread in _threads.Where(thread => thread != Thread.CurrentThread))
        {
            thread.Join();
        }
    }

    /// <summary>Runs a piece of work, which throws nothing, on one of the threads when its source's turn comes; null when they have ended.</summary>
    internal FairWork.Piece? TryAdd(RunSource source, Action work) => _work.TryAdd(source, work);

    /// <summary>Takes a piece of work back, unless one of the threads has it already.</summary>
    internal void Withdraw(FairWork.Piece piece) => _work.Withdraw(piece);

    private static void Invoke<T>(Func<T> work, TaskCompletionSource<T> done)
    {
        T result;
        try
        {
            result = work();
        }
#pragma warning disable CA1031 // The exception is not swallowed: it belongs to whoever awaits the task.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            done.SetException(exception);
            return;
        }

        done.SetResult(result);
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
        _here = this;
        while (_work.TryTake(out var piece))
        {
            var started = Stopwatch.GetTimestamp();
            piece.Work();
            _work.Finish(piece, Stopwatch.GetElapsedTime(started));
        }
    }
}
