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

    private readonly Channel<PendingWrite> _queue;
    private readonly GroupCommit _commit;
    private readonly Task _loop;

    public GroupWriter(ISqlDialect dialect, StoreOptions options, WriteCondition condition, TimeProvider time)
    {
        _commit = new GroupCommit(dialect, options.BusyTimeout, condition, time);
        _queue = Channel.CreateBounded<PendingWrite>(new BoundedChannelOptions(options.QueueLimit) { SingleReader = true });

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
        await _commit.DisposeAsync();
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

            await _commit.RunAsync(group);
            group.Clear();
        }
    }
}
