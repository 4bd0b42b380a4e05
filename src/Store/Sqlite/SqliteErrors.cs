using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Distributed.Store.Sqlite;

/// <summary>Says what SQLite's result codes mean for the one who runs the program, and what to do.</summary>
internal sealed class SqliteErrors(string file, TimeSpan busyTimeout)
{
    private const string Elsewhere = $"point ConnectionStrings:{StoreOptions.ConnectionName} at another file";

    // SQLITE_PROTOCOL: another process held a lock of the log's index for longer than SQLite tries to come by it.
    public static bool IsBusy(int resultCode) => (resultCode & 0xff) is SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL;

    public StoreException Explain(SqliteException exception) => exception.SqliteErrorCode switch
    {
        var code when IsBusy(code) => Busy(exception),
        SQLITE_CANTOPEN => Unreachable(exception),
        SQLITE_READONLY or SQLITE_PERM => ReadOnly(exception),
        SQLITE_NOTADB => NotAStore(exception),
        SQLITE_CORRUPT => Damaged(exception.Message, exception),
        SQLITE_FULL => new(StoreFault.Full, $"No space is left for the store {file}; free some on its disk and try again.", exception),
        SQLITE_IOERR => new(
            StoreFault.Disk,
            $"The disk of the store {file} reports an error ({exception.Message}); check the disk and try again.",
            exception),
        _ => new(
            StoreFault.Refused,
            $"The store {file} refused a statement ({exception.Message}); nothing of it was kept.",
            exception),
    };

    public StoreException Busy(Exception? cause = null) => new(
        StoreFault.Busy,
        $"The store {file} was locked by another program for more than {busyTimeout.TotalSeconds:0.###} s; "
        + $"end that program or raise {StoreOptions.Section}:{nameof(StoreOptions.BusyTimeout)}.",
        cause);

    public StoreException Unreachable(Exception? cause = null) => new(
        StoreFault.Unreachable,
        $"The store {file} cannot be opened or created; give this account write permission on its directory, or {Elsewhere}.",
        cause);

    public StoreException NoDirectory() => new(
        StoreFault.Unreachable,
        $"The directory of the store {file} does not exist; create it, or {Elsewhere}.");

    public StoreException IsDirectory() => new(StoreFault.Unreachable, $"The store {file} is a directory and no file; {Elsewhere}.");

    public StoreException ReadOnly(Exception? cause = null) => new(
        StoreFault.ReadOnly,
        $"The store {file} cannot be written; give this account write permission on the file and its directory, or {Elsewhere}.",
        cause);

    public StoreException NotAStore(Exception? cause = null) => new(
        StoreFault.NotAStore, $"The file {file} is not a store of this program; {Elsewhere}.", cause);

    public StoreException Newer(long version) => new(
        StoreFault.Newer,
        $"The store {file} has version {version} and this program knows versions up to {SqliteSchema.Version}; "
        + $"use the newer program, or {Elsewhere}.");

    public StoreException Damaged(string detail, Exception? cause = null) => new(
        StoreFault.Damaged, $"The store {file} is damaged ({detail}); restore it from a backup, or {Elsewhere}.", cause);
}
