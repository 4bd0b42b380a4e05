using System.Data.Common;
using Distributed.Store.Sql;
using Npgsql;
using static Npgsql.PostgresErrorCodes;

namespace Distributed.Store.Postgres;

/// <summary>Says what the server's error codes mean for the one who runs the program, and what to do.</summary>
internal sealed class PostgresErrors(PostgresDialect dialect, TimeSpan busyTimeout, string? account)
{
    private const string Elsewhere = $"point {SqlDialects.Setting} at another database";

    private string Store => $"The store {dialect.Name}";

    private string Account => account is null ? "this account" : $"the account '{account}'";

    /// <summary>
    /// Errors come over a connection that goes on, or are the server's last word before it hangs up; what is no word of the server's
    /// at all is trouble with the connection.
    /// </summary>
    public static Interruption InterruptionOf(DbException exception) => exception switch
    {
        PostgresException { SqlState: SerializationFailure or DeadlockDetected or TooManyConnections } => Interruption.Undone,
        PostgresException { SqlState: InvalidPassword or InvalidAuthorizationSpecification or InvalidCatalogName } => Interruption.None,
        PostgresException { InvariantSeverity: "ERROR" } => Interruption.None,
        _ => Interruption.Lost,
    };

    /// <summary>True while the server is on its way up or down.</summary>
    public static bool IsStarting(DbException exception) => exception is PostgresException { SqlState: CannotConnectNow };

    public StoreException Explain(DbException exception) =>
        exception is PostgresException answer ? Explain(answer) : Unreachable(exception, ReasonOf(exception));

    public StoreException ReadOnly(Exception? cause = null) => new(
        StoreFault.ReadOnly, $"{Store} is read-only, as a standby is; connect to the server that takes writes, or {Elsewhere}.", cause);

    public StoreException NotAStore() => new(
        StoreFault.NotAStore,
        $"{Store} has tables of another program in the schema \"{dialect.Schema}\"; name an empty or new one "
        + $"by \"Search Path=…\" in {SqlDialects.Setting}, or {Elsewhere}.");

    public StoreException Newer(int version) => new(
        StoreFault.Newer,
        $"{Store} has version {version} and this program knows versions up to {PostgresSchema.Version}; "
        + $"use the newer program, or {Elsewhere}.");

    public StoreException Encoding(string encoding) => new(
        StoreFault.NotAStore,
        $"{Store} has the encoding {encoding}, which cannot hold every text; create a database with UTF8, or {Elsewhere}.");

    private StoreException Explain(PostgresException exception) => exception.SqlState switch
    {
        InvalidPassword or InvalidAuthorizationSpecification => new(
            StoreFault.Unreachable,
            $"{Store} does not let {Account} in ({TextOf(exception)}); correct the account or its password in {SqlDialects.Setting}.",
            exception),
        InvalidCatalogName => new(
            StoreFault.Unreachable, $"{Store} does not exist ({TextOf(exception)}); create the database, or {Elsewhere}.", exception),
        InsufficientPrivilege => new(
            StoreFault.ReadOnly,
            $"{Store} may not be used by {Account} ({TextOf(exception)}); grant it the right to create the schema \"{dialect.Schema}\", "
            + "or make it the schema's owner.",
            exception),
        ReadOnlySqlTransaction => ReadOnly(exception),
        LockNotAvailable => new(
            StoreFault.Busy,
            $"{Store} was locked by another program for more than {busyTimeout.TotalSeconds:0.###} s; "
            + $"end that program or raise {StoreOptions.Section}:{nameof(StoreOptions.BusyTimeout)}.",
            exception),
        SerializationFailure or DeadlockDetected => new(
            StoreFault.Busy, $"{Store} gave way to another program again and again ({TextOf(exception)}); end that program.", exception),
        TooManyConnections => new(
            StoreFault.Busy, $"{Store} has no connection left ({TextOf(exception)}); raise max_connections of the server.", exception),
        DiskFull => new(StoreFault.Full, $"No space is left for {dialect.Name}; free some on the server's disk and try again.", exception),
        IoError => new(
            StoreFault.Disk, $"The disk of {dialect.Name} reports an error ({TextOf(exception)}); check the server's disk.", exception),
        DataCorrupted or IndexCorrupted => new(
            StoreFault.Damaged, $"{Store} is damaged ({TextOf(exception)}); restore it from a backup, or {Elsewhere}.", exception),
        _ when InterruptionOf(exception) == Interruption.Lost => Unreachable(exception, TextOf(exception)),
        _ => new(StoreFault.Refused, $"{Store} refused a statement ({TextOf(exception)}); nothing of it was kept.", exception),
    };

    private StoreException Unreachable(Exception cause, string reason) => new(
        StoreFault.Unreachable, $"{Store} cannot be reached ({reason}); start the server, or correct {SqlDialects.Setting}.", cause);

    private static string TextOf(PostgresException exception) => OneLine(exception.MessageText);

    private static string ReasonOf(DbException exception) => OneLine((exception.InnerException ?? exception).Message);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
