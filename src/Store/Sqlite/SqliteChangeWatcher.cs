using Distributed.Store.Sql;

namespace Distributed.Store.Sqlite;

/// <summary>Polls the file's change counter, which costs a few microseconds to read, and looks further only when it has moved.</summary>
internal sealed class SqliteChangeWatcher(SqliteDialect dialect, TimeSpan interval, TimeProvider time) : ChangeWatcher(dialect, time)
{
    private readonly TimeProvider _time = time;
    private TaskCompletionSource _signal = NewSignal();
    private long? _counter;

    public override void Signal() => Volatile.Read(ref _signal).TrySetResult();

    protected override Task<SqlSession> OpenAsync(CancellationToken cancellationToken)
    {
        // Each connection counts by itself.
        _counter = null;
        return base.OpenAsync(cancellationToken);
    }

    // The counter is read before the publications: a commit between the two is seen now, or again at the next look, and never lost.
    protected override async Task<bool> IsWorthALookAsync(SqlSession session)
    {
        var counter = await session.FirstAsync("PRAGMA data_version", row => row.GetInt64(0));
        var moved = counter != _counter;
        _counter = counter;
        return moved;
    }

    protected override async Task PauseAsync(SqlSession session, TimeSpan limit, CancellationToken cancellationToken)
    {
        var signal = Volatile.Read(ref _signal);
        await Task.WhenAny(signal.Task, Task.Delay(interval, _time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (signal.Task.IsCompleted)
        {
            Volatile.Write(ref _signal, NewSignal());
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
