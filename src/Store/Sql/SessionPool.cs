using System.Collections.Concurrent;
using System.Data.Common;

namespace Distributed.Store.Sql;

/// <summary>A few sessions for reading, opened when first needed.</summary>
internal sealed class SessionPool(ISqlDialect dialect, int size) : IAsyncDisposable
{
    private readonly SemaphoreSlim _free = new(size);
    private readonly ConcurrentBag<SqlSession> _idle = [];
    private readonly CancellationTokenSource _closed = new();

    public async Task<T> UseAsync<T>(Func<SqlSession, Task<T>> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed.IsCancellationRequested, typeof(StoreDatabase));
        await _free.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_closed.IsCancellationRequested, typeof(StoreDatabase));
            return await ReadAsync(read, cancellationToken);
        }
        catch (DbException exception)
        {
            throw dialect.Explain(exception);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits for the reads under way and closes all sessions.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        for (var i = 0; i < size; i++)
        {
            await _free.WaitAsync();
        }

        await CloseIdleAsync();
        _free.Release(size);
    }

    private async Task CloseIdleAsync()
    {
        while (_idle.TryTake(out var session))
        {
            await session.DisposeAsync();
        }
    }

    private async Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> read, CancellationToken cancellationToken)
    {
        if (_idle.TryTake(out var session))
        {
            try
            {
                return await ReadAsync(session, read);
            }
            catch (DbException exception) when (dialect.InterruptionOf(exception) == Interruption.Lost)
            {
                // A server that was away meanwhile has closed the others as well.
                await CloseIdleAsync();
            }
        }

        return await ReadAsync(await dialect.OpenReaderAsync(cancellationToken), read);
    }

    // A session goes back only after a read that succeeded; one that failed may be in any state.
    private async Task<T> ReadAsync<T>(SqlSession session, Func<SqlSession, Task<T>> read)
    {
        var succeeded = false;
        try
        {
            var result = await read(session);
            succeeded = true;
            _idle.Add(session);
            return result;
        }
        finally
        {
            if (!succeeded)
            {
                await session.DisposeAsync();
            }
        }
    }
}
