using System.Data.Common;
using Distributed.Store.Sql;

namespace Distributed.Store.Tests.Support;

/// <summary>A database whose disk is small: its writer's session is prepared by a statement of the test. Counts transactions.</summary>
internal sealed class FaultyDialect(ISqlDialect inner, string prepareWriter) : ISqlDialect
{
    public int Transactions { get; private set; }

    public string Name => inner.Name;

    public Task PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);

    public Task<SqlSession> OpenReaderAsync(CancellationToken cancellationToken) => inner.OpenReaderAsync(cancellationToken);

    public async Task<SqlSession> OpenWriterAsync(CancellationToken cancellationToken)
    {
        var session = await inner.OpenWriterAsync(cancellationToken);
        await session.ExecuteAsync(prepareWriter);
        return session;
    }

    public Task BeginWriteAsync(SqlSession session, long group, CancellationToken cancellationToken)
    {
        Transactions++;
        return inner.BeginWriteAsync(session, group, cancellationToken);
    }

    public Task<bool> HasCommittedAsync(SqlSession session, long group, CancellationToken cancellationToken) =>
        inner.HasCommittedAsync(session, group, cancellationToken);

    public bool IsInTransaction(SqlSession session) => inner.IsInTransaction(session);

    public Interruption InterruptionOf(DbException exception) => inner.InterruptionOf(exception);

    public StoreException Explain(DbException exception) => inner.Explain(exception);

    public IChangeWatcher CreateWatcher() => inner.CreateWatcher();
}
