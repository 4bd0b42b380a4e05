using System.Data.Common;
using Distributed.Store.Sql;

namespace Distributed.Store.Postgres;

/// <summary>What happens to the schema at the start: it is looked at, refused or accepted, and only then created or upgraded.</summary>
internal sealed class PostgresStart(PostgresDialect dialect, PostgresErrors errors, TimeSpan patience, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await OpenAsync(cancellationToken);
            await CheckServerAsync(session);
            if (Accept(await IdentifyAsync(session)).Version < PostgresSchema.Version)
            {
                await UpgradeAsync(session);
            }
        }
        catch (DbException exception)
        {
            throw errors.Explain(exception);
        }
    }

    // A server that reads in its log after a crash is back soon; one that does not answer at all may have the wrong address.
    private async Task<SqlSession> OpenAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await dialect.OpenOwnerAsync(cancellationToken);
            }
            catch (DbException exception) when (PostgresErrors.IsStarting(exception) && time.GetElapsedTime(began) < patience)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private async Task CheckServerAsync(SqlSession session)
    {
        var (encoding, readOnly) = await session.FirstAsync(
            "SELECT current_setting('server_encoding'), current_setting('transaction_read_only')",
            row => (row.GetString(0), row.GetString(1)));
        if (readOnly == "on")
        {
            throw errors.ReadOnly();
        }

        if (encoding != "UTF8")
        {
            throw errors.Encoding(encoding);
        }
    }

    private Identity Accept(Identity identity) => identity switch
    {
        { IsStore: false, Tables: > 0 } => throw errors.NotAStore(),
        _ when identity.Version > PostgresSchema.Version => throw errors.Newer(identity.Version),
        _ => identity,
    };

    // All in one transaction, so that a start that fails or is killed leaves what was there before.
    private async Task UpgradeAsync(SqlSession session)
    {
        await session.ExecuteAsync("BEGIN ISOLATION LEVEL READ COMMITTED");
        await session.ExecuteAsync($"SELECT pg_advisory_xact_lock({PostgresSchema.UpgradeLock})");
        var present = Accept(await IdentifyAsync(session));
        if (!present.HasSchema)
        {
            await session.ExecuteAsync($"CREATE SCHEMA {dialect.QuotedSchema}");
        }

        if (present.Version < PostgresSchema.Version)
        {
            await UpgradeFromAsync(session, present);
        }

        await session.ExecuteAsync(Statements.Commit);
    }

    private static async Task UpgradeFromAsync(SqlSession session, Identity present)
    {
        if (present.IsStore)
        {
            // Writers of older processes finish first, in the same order of locks as their own.
            await session.ExecuteAsync($"LOCK TABLE {PostgresSchema.VersionTable} IN EXCLUSIVE MODE");
        }

        foreach (var step in PostgresSchema.StepsBetween(present.Version, PostgresSchema.Version))
        {
            await session.ExecuteAsync(step);
        }
    }

    private async Task<Identity> IdentifyAsync(SqlSession session)
    {
        var identity = await session.FirstAsync(
            $"""
            SELECT to_regnamespace(@schema) IS NOT NULL, to_regclass(@schema || '.{PostgresSchema.VersionTable}') IS NOT NULL,
                (SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace(@schema) AND relkind IN ('r', 'p'))
            """,
            row => new Identity(row.GetBoolean(0), row.GetBoolean(1), row.GetInt64(2), Version: 0),
            ("@schema", dialect.QuotedSchema));
        const string Version = $"SELECT version FROM {PostgresSchema.VersionTable}";
        return identity.IsStore ? identity with { Version = await session.FirstAsync(Version, row => row.GetInt32(0)) } : identity;
    }

    private readonly record struct Identity(bool HasSchema, bool IsStore, long Tables, int Version);
}
