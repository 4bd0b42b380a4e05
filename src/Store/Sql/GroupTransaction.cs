using System.Data.Common;

namespace Distributed.Store.Sql;

/// <summary>
/// Does the writes of a group in one transaction, up to its commit. A write that fails is undone alone. That takes a savepoint for each,
/// and on a server two more messages, so the group first runs without, and again with them only when a write has failed.
/// </summary>
internal sealed class GroupTransaction(ISqlDialect dialect)
{
    /// <summary>Begins the transaction and does every write; those that failed know it.</summary>
    /// <exception cref="DbException">The transaction as a whole cannot be committed.</exception>
    public async Task RunAsync(SqlSession session, long number, List<PendingWrite> group)
    {
        await dialect.BeginWriteAsync(session, number, CancellationToken.None);
        if (await RunTogetherAsync(session, group))
        {
            return;
        }

        await session.ExecuteAsync(Statements.RollBack);
        await dialect.BeginWriteAsync(session, number, CancellationToken.None);
        foreach (var write in group)
        {
            await RunAloneAsync(session, write);
        }
    }

    /// <returns>False when a write failed.</returns>
    private async Task<bool> RunTogetherAsync(SqlSession session, List<PendingWrite> group)
    {
        try
        {
            foreach (var write in group)
            {
                await write.RunAsync(session);
            }

            return true;
        }
        catch (Exception exception) when (IsOfTheWrite(exception, session))
        {
            return false;
        }
    }

    private async Task RunAloneAsync(SqlSession session, PendingWrite write)
    {
        await session.ExecuteAsync(Statements.Savepoint);
        try
        {
            await write.RunAsync(session);
        }
        catch (Exception exception) when (IsOfTheWrite(exception, session))
        {
            await session.ExecuteAsync(Statements.RollBackToSavepoint);
            write.Reject(exception is DbException refused ? dialect.Explain(refused) : exception);
        }

        await session.ExecuteAsync(Statements.ReleaseSavepoint);
    }

    private bool IsOfTheWrite(Exception exception, SqlSession session) =>
        dialect.IsInTransaction(session)
        && (exception is not DbException fault || dialect.InterruptionOf(fault) == Interruption.None);
}
