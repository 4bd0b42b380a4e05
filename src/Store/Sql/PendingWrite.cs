namespace Distributed.Store.Sql;

/// <summary>A write that waits for its group.</summary>
internal abstract class PendingWrite
{
    /// <summary>Does the write and keeps its result; forgets what an earlier attempt left.</summary>
    public abstract Task RunAsync(SqlSession session);

    /// <summary>Notes that the write alone failed and was undone.</summary>
    public abstract void Reject(Exception exception);

    /// <summary>Tells the caller what became of the write, now that its group is on disk.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that nothing of the group was kept.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc />
internal sealed class PendingWrite<T>(Func<SqlSession, Task<T>> work) : PendingWrite
{
    // Callers go on elsewhere: the writer has the next group to see to.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Exception? _rejection;

    public Task<T> Task => _done.Task;

    public override async Task RunAsync(SqlSession session)
    {
        _rejection = null;
        _result = await work(session);
    }

    public override void Reject(Exception exception) => _rejection = exception;

    public override void Complete()
    {
        if (_rejection is null)
        {
            _done.TrySetResult(_result);
        }
        else
        {
            _done.TrySetException(_rejection);
        }
    }

    public override void Fail(Exception exception) => _done.TrySetException(exception);
}
