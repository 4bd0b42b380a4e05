using Distributed.Store.Sql;
using Microsoft.Data.Sqlite;

namespace Distributed.Store.Sqlite;

/// <summary>Reads where the store is out of its connection string.</summary>
internal static class SqliteLocation
{
    /// <summary>What is wrong with the connection string; null when nothing is.</summary>
    public static string? FaultOf(string connectionString)
    {
        const string Advice = "name the store's file, for example \"Data Source=data/store.db\".";
        try
        {
            var builder = new SqliteConnectionStringBuilder(connectionString);
            return IsFile(builder)
                ? null
                : $"{SqlDialects.Setting} is \"{connectionString}\", which is no file that processes can share; {Advice}";
        }
        catch (ArgumentException exception)
        {
            return $"{SqlDialects.Setting} is \"{connectionString}\", which cannot be read ({exception.Message}); {Advice}";
        }
    }

    /// <summary>The connection string with what the store relies on, and the file's full path.</summary>
    public static SqliteConnectionStringBuilder Resolve(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString)
        {
            Cache = SqliteCacheMode.Private,
            Pooling = false,
            ForeignKeys = true,

            // Waiting is SQLite's and the writer's matter; the provider would sleep 150 ms between attempts.
            DefaultTimeout = 1,
        };
        builder.DataSource = Path.GetFullPath(builder.DataSource);
        return builder;
    }

    private static bool IsFile(SqliteConnectionStringBuilder builder) =>
        builder.DataSource.Length > 0
        && builder.Mode != SqliteOpenMode.Memory
        && !builder.DataSource.StartsWith(':')
        && !builder.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
}
