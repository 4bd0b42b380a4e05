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

    /// <summary>Begins a transaction that may write, waiting for writers of other processes.</summary>
    Task BeginWriteAsync(SqlSession session, CancellationToken cancellationToken);

    /// <summary>False once the database has given the transaction up by itself, after some faults.</summary>
    bool IsInTransaction(SqlSession session);

    /// <summary>Says in a sentence what the database's own exception means.</summary>
    StoreException Explain(DbException exception);

    /// <summary>Follows what is published.</summary>
    IChangeWatcher CreateWatcher();
}

/// <summary>Waits for publications of any process.</summary>
internal interface IChangeWatcher : IAsyncDisposable
{
    /// <summary>Returns when something was published since the last return, or after about a second.</summary>
    Task WaitAsync(CancellationToken cancellationToken);

    /// <summary>Tells that this process has published.</summary>
    void Signal();
}
