using System.Data.Common;

namespace Distributed.Store.Sql;

/// <summary>What differs from one database to another. Everything else is written once, in <see cref="Statements"/>.</summary>
internal interface ISqlDialect
{
    /// <summary>Where the database is, for people.</summary>
    string Name { get; }

    /// <summary>Checks the database and brings its schema to the present version.</summary>
    /// <exception cref="StoreException">It cannot be used; nothing was changed.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Opens a session for reading.</summary>
    Task<SqlSession> OpenReaderAsync(CancellationToken cancellationToken);

    /// <summary>Opens the session of the one writer.</summary>
    Task<SqlSession> OpenWriterAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Begins a transaction that may write, waiting for writers of other processes. Until it ends no other process writes, so its
    /// statements may look first and act then, and what is numbered is numbered in the order of commit.
    /// </summary>
    /// <param name="session">The writer's session.</param>
    /// <param name="group">This process's number for the transaction, to ask <see cref="HasCommittedAsync"/> for.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task BeginWriteAsync(SqlSession session, long group, CancellationToken cancellationToken);

    /// <summary>
    /// Tells, once it is certain, whether a transaction took effect whose commit got no answer. Asked on a new session, for this process's
    /// newest transaction only.
    /// </summary>
    Task<bool> HasCommittedAsync(SqlSession session, long group, CancellationToken cancellationToken);

    /// <summary>False once the database has given the transaction up by itself, after some faults.</summary>
    bool IsInTransaction(SqlSession session);

    /// <summary>Whether trying again on a new session may help.</summary>
    Interruption InterruptionOf(DbException exception);

    /// <summary>Says in a sentence what the database's own exception means.</summary>
    StoreException Explain(DbException exception);

    /// <summary>Follows what is published.</summary>
    IChangeWatcher CreateWatcher();
}

/// <summary>What an exception of the database says of the transaction it came from.</summary>
internal enum Interruption
{
    /// <summary>The statement is at fault; trying again would fail again.</summary>
    None,

    /// <summary>The database undid the transaction for the sake of others.</summary>
    Undone,

    /// <summary>The connection is gone. An answer that was under way is lost.</summary>
    Lost,
}

/// <summary>Waits for publications and changes of routes by any process.</summary>
internal interface IChangeWatcher : IAsyncDisposable
{
    /// <summary>Returns when something was published or routed since the last return, or after about a second.</summary>
    Task WaitAsync(CancellationToken cancellationToken);

    /// <summary>Tells that this process has published or routed something.</summary>
    void Signal();
}
