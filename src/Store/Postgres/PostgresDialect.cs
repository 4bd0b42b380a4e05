using System.Data.Common;
using System.Globalization;
using Distributed.Store.Sql;
using Npgsql;

namespace Distributed.Store.Postgres;

/// <summary>The store in a schema of a PostgreSQL database, shared by the processes of many machines.</summary>
internal sealed class PostgresDialect : ISqlDialect
{
    // Each statement is to see what the writer before has committed, whatever the database's default is.
    private const string Begin =
        $"BEGIN ISOLATION LEVEL READ COMMITTED; LOCK TABLE {PostgresSchema.VersionTable} IN EXCLUSIVE MODE";

    private const string OnlyRead = "SET default_transaction_read_only = on";

    /// <summary>More than there will ever be processes at once.</summary>
    private const int MarksKept = 1000;

    /// <summary>
    /// A process that stops in the middle of a group, but not its connection, holds all others back for this long; the server then
    /// undoes the group, and the process tries it again should it go on.
    /// </summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // Tells this process's groups from those of others; see HasCommittedAsync.
    private readonly string _writer = Guid.NewGuid().ToString("N");
    private readonly StoreOptions _options;
    private readonly TimeProvider _time;
    private readonly string _connectionString;
    private readonly PostgresErrors _errors;

    public PostgresDialect(StoreOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        var location = PostgresLocation.Resolve(options.ConnectionString);
        Schema = PostgresLocation.SchemaOf(location);
        Name = $"\"{location.Database}\" at {location.Host}:{location.Port}";
        WriterTimeout = Math.Max(location.CommandTimeout, (int)options.BusyTimeout.TotalSeconds + 10);
        _connectionString = location.ToString();
        _errors = new PostgresErrors(this, options.BusyTimeout, location.Username);
    }

    public string Name { get; }

    /// <summary>The schema of the tables.</summary>
    public string Schema { get; }

    /// <summary>The schema as SQL writes it.</summary>
    public string QuotedSchema => PostgresLocation.Quoted(Schema);

    /// <summary>In seconds, longer than any lock is waited for: the server is to say what was wrong before the client hangs up.</summary>
    private int WriterTimeout { get; }

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        new PostgresStart(this, _errors, _options.BusyTimeout, _time).RunAsync(cancellationToken);

    public Task<SqlSession> OpenReaderAsync(CancellationToken cancellationToken) =>
        OpenAsync(_connectionString, OnlyRead, cancellationToken);

    /// <summary>Opens a session for reading that is also told of every publication.</summary>
    public Task<SqlSession> OpenListenerAsync(CancellationToken cancellationToken) =>
        OpenAsync(_connectionString, $"{OnlyRead}; LISTEN {PostgresSchema.Channel}", cancellationToken);

    /// <remarks>
    /// A commit is confirmed when it is on the server's disk, and on its synchronous standbys where it has any, also where the server's
    /// default is not to wait. Of the marks of groups, those of processes long gone are of no more use.
    /// </remarks>
    public Task<SqlSession> OpenWriterAsync(CancellationToken cancellationToken) =>
        OpenAsync(
            new NpgsqlConnectionStringBuilder(_connectionString) { CommandTimeout = WriterTimeout }.ToString(),
            $"""
            SET lock_timeout = {Milliseconds(_options.BusyTimeout)};
            SET idle_in_transaction_session_timeout = {Milliseconds(LongestPause)};
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local');
            DELETE FROM writer WHERE id NOT IN (SELECT id FROM writer ORDER BY used_at DESC LIMIT {MarksKept})
            """,
            cancellationToken);

    /// <remarks>
    /// One lock orders the writers of all processes, first come, first served. The mark becomes visible with the group or not at all.
    /// </remarks>
    public Task BeginWriteAsync(SqlSession session, long group, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            $"""
            {Begin};
            INSERT INTO writer (id, last_group, used_at) VALUES (@writer, @group, now())
            ON CONFLICT (id) DO UPDATE SET last_group = excluded.last_group, used_at = excluded.used_at
            """,
            ("@writer", _writer),
            ("@group", group));

    public async Task<bool> HasCommittedAsync(SqlSession session, long group, CancellationToken cancellationToken)
    {
        // The lost transaction may still be under way; with the lock in hand it no longer is.
        await session.ExecuteAsync(Begin);
        var committed = await session.FirstAsync(
            "SELECT last_group = @group FROM writer WHERE id = @writer", row => row.GetBoolean(0), ("@group", group), ("@writer", _writer));
        await session.ExecuteAsync(Statements.RollBack);
        return committed;
    }

    /// <remarks>After a failed statement the transaction stays open until it is rolled back, in whole or to a savepoint.</remarks>
    public bool IsInTransaction(SqlSession session) => session.Connection.State == System.Data.ConnectionState.Open;

    public Interruption InterruptionOf(DbException exception) => PostgresErrors.InterruptionOf(exception);

    public StoreException Explain(DbException exception) => _errors.Explain(exception);

    public IChangeWatcher CreateWatcher() => new PostgresChangeWatcher(this, _time);

    /// <summary>Opens a session for preparing the store.</summary>
    public Task<SqlSession> OpenOwnerAsync(CancellationToken cancellationToken) =>
        OpenAsync(_connectionString, $"SET lock_timeout = {Milliseconds(_options.BusyTimeout)}", cancellationToken);

    private static Task<SqlSession> OpenAsync(string connectionString, string settings, CancellationToken cancellationToken) =>
        SqlSession.OpenAsync(new NpgsqlConnection(connectionString), settings, cancellationToken);

    private static string Milliseconds(TimeSpan span) => ((int)span.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
