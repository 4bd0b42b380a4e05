namespace Distributed.Store;

/// <summary>What kept the store from doing its work.</summary>
public enum StoreFault
{
    /// <summary>
    /// The file cannot be opened or created, or the server cannot be reached or lets nobody in, where the connection string says.
    /// </summary>
    Unreachable,

    /// <summary>The file or its directory, or the database, may not be written.</summary>
    ReadOnly,

    /// <summary>The file or the schema is something else: no database, or another program's.</summary>
    NotAStore,

    /// <summary>A newer version of this program has written the store.</summary>
    Newer,

    /// <summary>The content contradicts itself.</summary>
    Damaged,

    /// <summary>Another program held the store for longer than <see cref="StoreOptions.BusyTimeout"/>; trying again may help.</summary>
    Busy,

    /// <summary>The disk is full; the write did not happen.</summary>
    Full,

    /// <summary>The disk reported an error; whether the write happened is known after the next start.</summary>
    Disk,

    /// <summary>The database refused this one statement.</summary>
    Refused,

    /// <summary>
    /// The server went away after it was told to commit and did not come back in time to be asked: the write has happened or it has not.
    /// Read before trying again.
    /// </summary>
    Unknown,
}

/// <summary>The store could not do what was asked. The message is one sentence that names the store and says what to do.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    public StoreException(StoreFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>The kind of fault.</summary>
    public StoreFault Fault { get; }
}
