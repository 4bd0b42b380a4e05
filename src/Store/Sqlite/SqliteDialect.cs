using System.Data.Common;
using Distributed.Store.Sql;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Distributed.Store.Sqlite;

/// <summary>The store in an SQLite file, in write-ahead mode, shared by the processes of one machine.</summary>
internal sealed class SqliteDialect : ISqlDialect
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(1);

    private readonly StoreOptions _options;
    private readonly TimeProvider _time;
    private readonly string _connectionString;
    private readonly SqliteErrors _errors;

    public SqliteDialect(StoreOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        var location = SqliteLocation.Resolve(options.ConnectionString);
        _connectionString = location.ToString();
        Name = location.DataSource;
        _errors = new SqliteErrors(Name, options.BusyTimeout);
    }

    public string Name { get; }

    /// <summary>Lets SQLite itself wait for a lock, as suits a session that hardly ever meets one.</summary>
    public string WaitWhenBusy => $"PRAGMA busy_timeout = {(int)_options.BusyTimeout.TotalMilliseconds}";

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        new SqliteStart(this, _errors).RunAsync(cancellationToken);

    public Task<SqlSession> OpenReaderAsync(CancellationToken cancellationToken) =>
        OpenAsync($"{WaitWhenBusy}; PRAGMA query_only = ON", cancellationToken);

    /// <remarks>
    /// <c>synchronous = FULL</c> flushes the log at every commit, <c>fullfsync</c> makes macOS's flush a true one.
    /// No busy timeout: <see cref="BeginWriteAsync"/> waits by itself, and once a transaction has begun nothing is busy any more.
    /// </remarks>
    public Task<SqlSession> OpenWriterAsync(CancellationToken cancellationToken) =>
        OpenAsync(
            """
            PRAGMA busy_timeout = 0; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
            PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16000
            """,
            cancellationToken);

    public Task BeginWriteAsync(SqlSession session, long group, CancellationToken cancellationToken) =>
        WhileBusyAsync(session, "BEGIN IMMEDIATE", cancellationToken);

    // Never asked: the library runs in this process, so no answer is lost on the way.
    public Task<bool> HasCommittedAsync(SqlSession session, long group, CancellationToken cancellationToken) => Task.FromResult(false);

    public bool IsInTransaction(SqlSession session) => sqlite3_get_autocommit(HandleOf(session)) == 0;

    public Interruption InterruptionOf(DbException exception) => Interruption.None;

    public StoreException Explain(DbException exception) =>
        exception is SqliteException sqlite ? _errors.Explain(sqlite) : new(StoreFault.Refused, exception.Message, exception);

    public IChangeWatcher CreateWatcher() => new SqliteChangeWatcher(this, _options.PollInterval, _time);

    /// <summary>
    /// Runs a statement again and again while other processes are in the way, up to the busy timeout. Short even steps, where SQLite's own
    /// waiting grows to 100 ms and would lose every time against a process that writes without pause.
    /// </summary>
    public async Task WhileBusyAsync(SqlSession session, string sql, CancellationToken cancellationToken)
    {
        var handle = HandleOf(session);
        var began = _time.GetTimestamp();
        for (var code = sqlite3_exec(handle, sql); code != SQLITE_OK; code = sqlite3_exec(handle, sql))
        {
            if (!SqliteErrors.IsBusy(code))
            {
                SqliteException.ThrowExceptionForRC(code, handle);
            }
            else if (_time.GetElapsedTime(began) >= _options.BusyTimeout)
            {
                throw _errors.Busy();
            }

            await Task.Delay(Retry, _time, cancellationToken);
        }
    }

    /// <summary>The native handle, for what ADO.NET has no word for.</summary>
    public static SQLitePCL.sqlite3 HandleOf(SqlSession session) =>
        ((SqliteConnection)session.Connection).Handle ?? throw new ObjectDisposedException(nameof(SqlSession));

    public Task<SqlSession> OpenAsync(string settings, CancellationToken cancellationToken) =>
        SqlSession.OpenAsync(new SqliteConnection(_connectionString), settings, cancellationToken);
}
