using System.Data.Common;
using Distributed.Store.Sql;

namespace Distributed.Store.Sqlite;

/// <summary>
/// Watches the file's change counter, which costs a few microseconds to read, on a connection of its own; only when the counter
/// has moved is the newest publication looked up.
/// </summary>
internal sealed class SqliteChangeWatcher(SqliteDialect dialect, TimeSpan interval, TimeProvider time) : IChangeWatcher
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _closed = new();
    private TaskCompletionSource _signal = NewSignal();
    private SqlSession? _session;
    private long _counter;
    private long _seen;

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed.IsCancellationRequested, typeof(StoreDatabase));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
        await _gate.WaitAsync(ending.Token);
        try
        {
            _session ??= await dialect.OpenReaderAsync(ending.Token);
            var began = time.GetTimestamp();
            while (!await HasChangedAsync(_session) && time.GetElapsedTime(began) < LongestWait)
            {
                await PauseAsync(ending.Token);
            }
        }
        catch (DbException exception)
        {
            throw dialect.Explain(exception);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Signal() => Volatile.Read(ref _signal).TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _gate.WaitAsync();
        if (_session is not null)
        {
            await _session.DisposeAsync();
            _session = null;
        }

        _gate.Release();
    }

    // The counter first: a commit between the two questions is then seen now, or again at the next look, and never lost.
    private async Task<bool> HasChangedAsync(SqlSession session)
    {
        var counter = await session.FirstAsync("PRAGMA data_version", row => row.GetInt64(0));
        if (counter == _counter)
        {
            return false;
        }

        _counter = counter;
        var newest = await session.FirstAsync("SELECT coalesce(max(sequence), 0) FROM model_version", row => row.GetInt64(0));
        return Interlocked.Exchange(ref _seen, newest) != newest;
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        var signal = Volatile.Read(ref _signal);
        await Task.WhenAny(signal.Task, Task.Delay(interval, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (signal.Task.IsCompleted)
        {
            Volatile.Write(ref _signal, NewSignal());
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
