using System.Data.Common;
using Distributed.Store.Postgres;
using Distributed.Store.Sqlite;

namespace Distributed.Store.Sql;

/// <summary>Chooses the database by the connection string alone.</summary>
internal static class SqlDialects
{
    /// <summary>Name of the setting, for messages.</summary>
    public const string Setting = $"ConnectionStrings:{StoreOptions.ConnectionName}";

    private const string Advice =
        "name a SQLite file, for example \"Data Source=data/store.db\", "
        + "or a PostgreSQL database, for example \"Host=localhost;Database=distributed;Username=distributed\".";

    private static readonly string[] PostgresKeys = ["Host", "Server"];
    private static readonly string[] SqliteKeys = ["Data Source", "DataSource", "Filename"];

    /// <summary>What is wrong with the connection string; null when nothing is. The message repeats no password.</summary>
    public static string? FaultOf(string connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            return $"{Setting} is not set; {Advice}";
        }

        return Names(connectionString, PostgresKeys) ? PostgresLocation.FaultOf(connectionString)
            : Names(connectionString, SqliteKeys) ? SqliteLocation.FaultOf(connectionString)
            : $"{Setting} names neither a file nor a server; {Advice}";
    }

    /// <exception cref="ArgumentException">The connection string names no database.</exception>
    public static ISqlDialect For(StoreOptions options, TimeProvider time) =>
        FaultOf(options.ConnectionString) is { } fault ? throw new ArgumentException(fault, nameof(options))
        : Names(options.ConnectionString, PostgresKeys) ? new PostgresDialect(options, time)
        : new SqliteDialect(options, time);

    private static bool Names(string connectionString, string[] keys)
    {
        try
        {
            var settings = new DbConnectionStringBuilder { ConnectionString = connectionString };
            return Array.Exists(keys, settings.ContainsKey);
        }
        catch (ArgumentException)
        {
            // Not a list of settings at all, so it names nothing.
            return false;
        }
    }
}
