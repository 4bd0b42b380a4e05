using Distributed.Store.Sql;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Distributed.Store.Sqlite;

/// <summary>What happens to the file at the start: it is looked at, refused or accepted, and only then created or upgraded.</summary>
internal sealed class SqliteStart(SqliteDialect dialect, SqliteErrors errors)
{
    /// <summary>A larger store is not read through at each start; damage in it shows when it is met.</summary>
    private const long LargestChecked = 64 * 1024 * 1024;

    private string File => dialect.Name;

    public Task RunAsync(CancellationToken cancellationToken)
    {
        CheckPlace();
        return StorePatience.OutlastBusyAsync(() => TryAsync(cancellationToken));
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await OpenAsync(cancellationToken);
            await PrepareAsync(session, cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw errors.Explain(exception);
        }
    }

    private void CheckPlace()
    {
        if (Directory.Exists(File))
        {
            throw errors.IsDirectory();
        }

        if (!Directory.Exists(Path.GetDirectoryName(File)))
        {
            throw errors.NoDirectory();
        }
    }

    // Only SQLite may open the file: closing any other handle on it would drop the locks of this process's connections (POSIX).
    private async Task<SqlSession> OpenAsync(CancellationToken cancellationToken)
    {
        var log = new FileInfo(File + "-wal");
        var unread = log.Exists && log.Length > 0;
        var session = await dialect.OpenAsync(dialect.WaitWhenBusy, cancellationToken);

        // A store that we refuse must keep the log that a crash left beside it; whoever may open the store reads it in.
        sqlite3_db_config(SqliteDialect.HandleOf(session), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, unread ? 1 : 0, out _);
        return session;
    }

    private async Task PrepareAsync(SqlSession session, CancellationToken cancellationToken)
    {
        if (sqlite3_db_readonly(SqliteDialect.HandleOf(session), "main") == 1)
        {
            throw errors.ReadOnly();
        }

        var found = Accept(await IdentifyAsync(session));
        if (found.Tables > 0)
        {
            await CheckContentAsync(session);
        }

        await dialect.WhileBusyAsync(session, "PRAGMA journal_mode = WAL", cancellationToken);
        if (found.Version < SqliteSchema.Version)
        {
            await UpgradeAsync(session, cancellationToken);
        }
    }

    private Identity Accept(Identity identity) => identity switch
    {
        { Application: 0, Version: 0, Tables: 0 } => identity,
        { Application: not SqliteSchema.ApplicationId } => throw errors.NotAStore(),
        _ when identity.Version > SqliteSchema.Version => throw errors.Newer(identity.Version),
        _ => identity,
    };

    private async Task UpgradeAsync(SqlSession session, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("PRAGMA synchronous = FULL");
        await session.ExecuteAsync("PRAGMA fullfsync = ON");
        await dialect.BeginWriteAsync(session, group: 0, cancellationToken);
        var present = Accept(await IdentifyAsync(session));
        if (present.Version < SqliteSchema.Version)
        {
            foreach (var step in SqliteSchema.StepsBetween(present.Version, SqliteSchema.Version))
            {
                await session.ExecuteAsync(step);
            }
        }

        await session.ExecuteAsync(Statements.Commit);

        // The version is to stand in the file itself, for programs that look there.
        await session.ExecuteAsync("PRAGMA wal_checkpoint(PASSIVE)");
    }

    private async Task CheckContentAsync(SqlSession session)
    {
        if (new FileInfo(File).Length <= LargestChecked)
        {
            var verdict = await session.FirstAsync("PRAGMA quick_check(1)", row => row.GetString(0));
            if (verdict != "ok")
            {
                throw errors.Damaged((verdict ?? "no verdict").ReplaceLineEndings(" "));
            }
        }
    }

    // One statement, so that all three come from one state of the file.
    private static Task<Identity> IdentifyAsync(SqlSession session) => session.FirstAsync(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema) FROM pragma_application_id, pragma_user_version",
        row => new Identity(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)));
    private readonly record struct Identity(long Application, long Version, long Tables);
}
