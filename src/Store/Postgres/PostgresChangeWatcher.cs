using Distributed.Store.Sql;
using Npgsql;

namespace Distributed.Store.Postgres;

/// <summary>
/// Listens to what the server tells at each commit that published. Should a message not come, because the connection is dead and
/// nobody has noticed, the look at the end of each wait finds out.
/// </summary>
internal sealed class PostgresChangeWatcher(PostgresDialect dialect, TimeProvider time) : ChangeWatcher(dialect, time)
{
    private readonly PostgresDialect _dialect = dialect;

    public override void Signal()
    {
        // The server tells this process as it tells all others.
    }

    protected override Task<SqlSession> OpenAsync(CancellationToken cancellationToken) => _dialect.OpenListenerAsync(cancellationToken);

    protected override Task PauseAsync(SqlSession session, TimeSpan limit, CancellationToken cancellationToken) =>
        ((NpgsqlConnection)session.Connection).WaitAsync(limit, cancellationToken);
}
