using System.Diagnostics;
using Orleans.Runtime;

namespace Orleans.Activations;

/// <summary>Runs an activation's tasks one after the other, so that grain code needs no locks. Awaits in it come back to it.</summary>
internal sealed class ActivationScheduler(IGrainContext activation) : TaskScheduler, IThreadPoolWorkItem, IWorkItemScheduler
{
    // A busy activation gives its thread to others after this time.
    private static readonly TimeSpan Quantum = TimeSpan.FromMilliseconds(25);

    private readonly Queue<Task> _tasks = new();
    private bool _isScheduled;

    public override int MaximumConcurrencyLevel => 1;

    public void QueueAction(Action action) => new Task(action).Start(this);

    /// <summary>Queues work that carries nothing of the current flow of control along.</summary>
    public void QueueDetached(Action<object?> action, object state)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            new Task(action, state).Start(this);
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            new Task(action, state).Start(this);
        }
    }

    void IWorkItemScheduler.QueueTask(Task task) => task.Start(this);

    void IThreadPoolWorkItem.Execute()
    {
        RuntimeContext.Current = activation;
        try
        {
            var started = Stopwatch.GetTimestamp();
            while (Next() is { } task)
            {
                TryExecuteTask(task);
                if (Stopwatch.GetElapsedTime(started) > Quantum)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                    return;
                }
            }
        }
        finally
        {
            RuntimeContext.Current = null;
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_tasks)
        {
            _tasks.Enqueue(task);
            if (_isScheduled)
            {
                return;
            }

            _isScheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(RuntimeContext.Current, activation) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_tasks)
        {
            return [.. _tasks];
        }
    }

    private Task? Next()
    {
        lock (_tasks)
        {
            _isScheduled = _tasks.TryDequeue(out var task);
            return task;
        }
    }
}
