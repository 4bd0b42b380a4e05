using System.Data.Common;
using System.Threading.Channels;

namespace Distributed.Store.Sql;

/// <summary>
/// The one writer of a process. While a group goes to disk the next one gathers, so the number of disk flushes
/// follows the disk's speed and not the number of callers (group commit).
/// </summary>
internal sealed class GroupWriter : IAsyncDisposable
{
    /// <summary>Bounds how long the first of a group waits for the last, and how long other processes wait for the group.</summary>
    private const int GroupLimit = 1024;

    private readonly ISqlDialect _dialect;
    private readonly Channel<PendingWrite> _queue;
    private readonly Task _loop;
    private SqlSession? _session;

    public GroupWriter(ISqlDialect dialect, int queueLimit)
    {
        _dialect = dialect;
        _queue = Channel.CreateBounded<PendingWrite>(new BoundedChannelOptions(queueLimit) { SingleReader = true });

        // On the pool, whatever scheduler the creator runs on.
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Queues the work and returns when its group is on disk.</summary>
    public async Task<T> WriteAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken)
    {
        var write = new PendingWrite<T>(work);
        try
        {
            await _queue.Writer.WriteAsync(write, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(StoreDatabase));
        }

        return await write.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Takes no more writes and puts those that wait on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        await CloseSessionAsync();
    }

    private async Task RunAsync()
    {
        var group = new List<PendingWrite>(GroupLimit);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (group.Count < GroupLimit && _queue.Reader.TryRead(out var write))
            {
                group.Add(write);
            }

            await CommitAsync(group);
            group.Clear();
        }
    }

    private async Task CommitAsync(List<PendingWrite> group)
    {
        try
        {
            await CommitInOneTransactionAsync(group);
            group.ForEach(write => write.Complete());
        }
        catch (DbException exception)
        {
            await CloseSessionAsync();
            await SettleAsync(group, _dialect.Explain(exception));
        }
        catch (Exception exception)
        {
            await CloseSessionAsync();
            group.ForEach(write => write.Fail(exception));
        }
    }

    // A write too large for the disk takes the whole transaction down; one by one, those that fit still succeed.
    private async Task SettleAsync(List<PendingWrite> group, StoreException fault)
    {
        if (fault.Fault != StoreFault.Full || group.Count == 1)
        {
            group.ForEach(write => write.Fail(fault));
            return;
        }

        foreach (var write in group)
        {
            await CommitAsync([write]);
        }
    }

    private async Task CommitInOneTransactionAsync(List<PendingWrite> group)
    {
        _session ??= await _dialect.OpenWriterAsync(CancellationToken.None);
        await _dialect.BeginWriteAsync(_session, CancellationToken.None);
        foreach (var write in group)
        {
            await RunAloneAsync(_session, write);
        }

        using var activity = StoreTelemetry.StartCommit(group.Count);
        await _session.ExecuteAsync(Statements.Commit);
    }

    private async Task RunAloneAsync(SqlSession session, PendingWrite write)
    {
        await session.ExecuteAsync(Statements.Savepoint);
        try
        {
            await write.RunAsync(session);
        }
        catch (Exception exception) when (_dialect.IsInTransaction(session))
        {
            await session.ExecuteAsync(Statements.RollBackToSavepoint);
            write.Reject(exception is DbException refused ? _dialect.Explain(refused) : exception);
        }

        await session.ExecuteAsync(Statements.ReleaseSavepoint);
    }

    // Closing rolls back; the next group opens a new session, whatever state the old one was in.
    private async Task CloseSessionAsync()
    {
        if (Interlocked.Exchange(ref _session, null) is { } session)
        {
            await session.DisposeAsync();
        }
    }
}
