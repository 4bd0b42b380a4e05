using Distributed.Store.Sql;

namespace Distributed.Store;

/// <summary>
/// The one database, as one process sees it: reads run side by side, writes go through one writer that puts
/// whatever waits on disk together. Any number of processes may have the same store open.
/// </summary>
public sealed class StoreDatabase : IAsyncDisposable
{
    private const int Readers = 4;

    private readonly ISqlDialect _dialect;
    private readonly SessionPool _readers;
    private readonly GroupWriter _writer;
    private readonly IChangeWatcher _watcher;
    private readonly Lazy<Task> _closing;
    private bool _open;

    /// <summary>Prepares the store without touching it; see <see cref="OpenAsync"/>.</summary>
    /// <exception cref="ArgumentException">The connection string names no database.</exception>
    public StoreDatabase(StoreOptions options, TimeProvider time)
        : this(SqlDialects.For(options, time), options, time)
    {
    }

    internal StoreDatabase(ISqlDialect dialect, StoreOptions options, TimeProvider time)
    {
        _dialect = dialect;
        _readers = new SessionPool(_dialect, Readers);
        _writer = new GroupWriter(_dialect, options, Writes, time);
        _watcher = _dialect.CreateWatcher();
        _closing = new(CloseAsync);
        GrainStates = new SqlGrainStateStore(this);
        Catalog = new SqlExperimentCatalog(this);
        Sweeps = new SqlSweepCatalog(this);
        Rungs = new SqlRungStore(this);
        Journal = new SqlTrainingJournal(this);
        Models = new SqlModelStore(this, _watcher, time);
        Routes = new SqlRouteStore(this, _watcher);
        Membership = new SqlMembershipStore(this);
    }

    /// <summary>Where the store is, for people.</summary>
    public string Name => _dialect.Name;

    /// <summary>Whether writes succeed at the moment.</summary>
    internal WriteCondition Writes { get; } = new();

    /// <summary>State of grains.</summary>
    public IGrainStateStore GrainStates { get; }

    /// <summary>The list of experiments.</summary>
    public IExperimentCatalog Catalog { get; }

    /// <summary>The list of sweeps.</summary>
    public ISweepCatalog Sweeps { get; }

    /// <summary>The rungs of successive halving.</summary>
    public IRungStore Rungs { get; }

    /// <summary>Checkpoints and losses.</summary>
    public ITrainingJournal Journal { get; }

    /// <summary>Published models.</summary>
    public IModelStore Models { get; }

    /// <summary>Policies and aliases of models.</summary>
    public IRouteStore Routes { get; }

    /// <summary>The members of clusters.</summary>
    public IMembershipStore Membership { get; }

    /// <summary>
    /// Checks what is there, and creates or upgrades the schema; safe while other processes do the same.
    /// </summary>
    /// <exception cref="StoreException">The store cannot be used; nothing was changed.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken = default)
    {
        await _dialect.PrepareAsync(cancellationToken);
        _open = true;
    }

    /// <summary>Takes no more writes, puts those that wait on disk, and closes the store. Every caller waits for the same close.</summary>
    public ValueTask DisposeAsync() => new(_closing.Value);

    internal Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> read, CancellationToken cancellationToken)
    {
        ThrowIfNotOpen();
        return _readers.UseAsync(read, cancellationToken);
    }

    /// <summary>Runs the work in a transaction and returns when it is on disk. The work may be run again after a fault.</summary>
    internal Task<T> WriteAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken)
    {
        ThrowIfNotOpen();
        return _writer.WriteAsync(work, cancellationToken);
    }

    // A host that is stopped from two sides, and its container after that, may all close the store at once.
    private async Task CloseAsync()
    {
        await _watcher.DisposeAsync();
        await _writer.DisposeAsync();
        await _readers.DisposeAsync();
    }

    private void ThrowIfNotOpen()
    {
        if (!_open)
        {
            throw new InvalidOperationException($"The store {Name} is used before it was opened; call OpenAsync or start the host.");
        }
    }
}
