using System.Data.Common;

namespace Distributed.Store.Sql;

/// <summary>
/// Looks for the newest publication or change of routes on a session of its own, and between two looks waits for what the database
/// offers to wait for. A look comes first, so what was published while nobody waited or the connection was lost is seen at once.
/// </summary>
internal abstract class ChangeWatcher(ISqlDialect dialect, TimeProvider time) : IChangeWatcher
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _closed = new();
    private SqlSession? _session;
    private long _seen;

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed.IsCancellationRequested, typeof(StoreDatabase));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
        await _gate.WaitAsync(ending.Token);
        var ended = false;
        try
        {
            await WaitAloneAsync(ending.Token);
            ended = true;
        }
        finally
        {
            if (!ended)
            {
                await CloseSessionAsync();
            }

            _gate.Release();
        }
    }

    public abstract void Signal();

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _gate.WaitAsync();
        await CloseSessionAsync();
        _gate.Release();
    }

    protected virtual Task<SqlSession> OpenAsync(CancellationToken cancellationToken) => dialect.OpenReaderAsync(cancellationToken);

    /// <summary>False when it is known, for less than a look costs, that nothing was written.</summary>
    protected virtual Task<bool> IsWorthALookAsync(SqlSession session) => Task.FromResult(true);

    /// <summary>Returns when it is time to look again; at the latest after <paramref name="limit"/>.</summary>
    protected abstract Task PauseAsync(SqlSession session, TimeSpan limit, CancellationToken cancellationToken);

    private async Task WaitAloneAsync(CancellationToken cancellationToken)
    {
        var reused = _session is not null;
        try
        {
            await LookUntilChangedAsync(_session ??= await OpenAsync(cancellationToken), cancellationToken);
        }
        catch (DbException exception) when (reused && dialect.InterruptionOf(exception) == Interruption.Lost)
        {
            // Something may have been published that we were not told of: the caller is to look, and the next wait connects anew.
            await CloseSessionAsync();
        }
        catch (DbException exception)
        {
            throw dialect.Explain(exception);
        }
    }

    private async Task LookUntilChangedAsync(SqlSession session, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (!await HasChangedAsync(session))
        {
            var left = LongestWait - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            await PauseAsync(session, left, cancellationToken);
        }
    }

    private async Task<bool> HasChangedAsync(SqlSession session)
    {
        if (!await IsWorthALookAsync(session))
        {
            return false;
        }

        var newest = await session.FirstAsync(Statements.NewestChange, row => row.GetInt64(0));
        return Interlocked.Exchange(ref _seen, newest) != newest;
    }

    private async Task CloseSessionAsync()
    {
        if (Interlocked.Exchange(ref _session, null) is { } session)
        {
            await session.DisposeAsync();
        }
    }
}
