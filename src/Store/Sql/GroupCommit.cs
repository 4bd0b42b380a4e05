using System.Data.Common;

namespace Distributed.Store.Sql;

/// <summary>
/// Puts groups of writes on disk, each in one transaction, and tells every caller what became of its write. Where the database is a
/// server that may go away, a group is tried again until the server is back, and a commit whose answer was lost is asked for.
/// </summary>
/// <param name="dialect">The database.</param>
/// <param name="patience">How long a group is tried again after its first failure.</param>
/// <param name="condition">Is told how every group ends.</param>
/// <param name="time">The clock.</param>
internal sealed class GroupCommit(ISqlDialect dialect, TimeSpan patience, WriteCondition condition, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly GroupTransaction _transaction = new(dialect);
    private SqlSession? _session;
    private long _number;

    // The commit was sent and its answer has not come: until the store can be asked, nobody knows whether the group took effect.
    private bool _inDoubt;

    // The last group ended without reaching the server: the next one does not wait for it again.
    private bool _away;

    /// <summary>Returns when every caller knows.</summary>
    public async Task RunAsync(List<PendingWrite> group)
    {
        _number++;
        long? failed = null;
        while (await TryAsync(group) is { } exception)
        {
            failed ??= time.GetTimestamp();
            if (_away || time.GetElapsedTime(failed.Value) >= patience)
            {
                GiveUp(group, exception);
                return;
            }

            await Task.Delay(Pause, time);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Closing rolls back; the next group opens a new session, whatever state the old one was in.
        if (Interlocked.Exchange(ref _session, null) is { } session)
        {
            await session.DisposeAsync();
        }
    }

    /// <returns>Why the group is neither on disk nor refused; null when it is one of both.</returns>
    private async Task<DbException?> TryAsync(List<PendingWrite> group)
    {
        try
        {
            await CommitInOneTransactionAsync(group);
            condition.Note(null);
            group.ForEach(write => write.Complete());
        }
        catch (DbException exception)
        {
            await DisposeAsync();
            if (_inDoubt || dialect.InterruptionOf(exception) != Interruption.None)
            {
                return exception;
            }

            await SettleAsync(group, dialect.Explain(exception));
        }
        catch (Exception exception)
        {
            await DisposeAsync();
            FailAll(group, exception);
        }

        return null;
    }

    private void GiveUp(List<PendingWrite> group, DbException exception)
    {
        _away = dialect.InterruptionOf(exception) == Interruption.Lost;
        FailAll(group, dialect.Explain(exception));
    }

    private void FailAll(List<PendingWrite> group, Exception exception)
    {
        var told = _inDoubt ? OutcomeUnknown(exception) : exception;
        _inDoubt = false;
        if (told is StoreException fault)
        {
            condition.Note(fault);
        }

        group.ForEach(write => write.Fail(told));
    }

    // A write too large for the disk takes the whole transaction down; one by one, those that fit still succeed.
    private async Task SettleAsync(List<PendingWrite> group, StoreException fault)
    {
        if (fault.Fault != StoreFault.Full || group.Count == 1)
        {
            FailAll(group, fault);
            return;
        }

        foreach (var write in group)
        {
            await RunAsync([write]);
        }
    }

    private async Task CommitInOneTransactionAsync(List<PendingWrite> group)
    {
        var session = _session ??= await dialect.OpenWriterAsync(CancellationToken.None);
        var done = _inDoubt && await dialect.HasCommittedAsync(session, _number, CancellationToken.None);
        _inDoubt = false;
        if (done)
        {
            return;
        }

        await _transaction.RunAsync(session, _number, group);
        _away = false;
        await CommitAsync(session);
    }

    private async Task CommitAsync(SqlSession session)
    {
        using var activity = StoreTelemetry.StartCommit();
        _inDoubt = true;
        try
        {
            await session.ExecuteAsync(Statements.Commit);
        }
        catch (DbException exception) when (dialect.InterruptionOf(exception) != Interruption.Lost)
        {
            // An answer has come, and it is no.
            _inDoubt = false;
            throw;
        }

        _inDoubt = false;
    }

    private StoreException OutcomeUnknown(Exception cause) => new(
        StoreFault.Unknown,
        $"The store {dialect.Name} went away while it confirmed a write and could not be asked for {patience.TotalSeconds:0.###} s "
        + "whether the write has happened; read before trying again.",
        cause);
}
