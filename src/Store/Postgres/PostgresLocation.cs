using Distributed.Store.Sql;
using Npgsql;

namespace Distributed.Store.Postgres;

/// <summary>Reads where the store is out of its connection string.</summary>
internal static class PostgresLocation
{
    /// <summary>The tables' own schema, unless the connection string's <c>Search Path</c> names another first.</summary>
    public const string DefaultSchema = "distributed";

    /// <summary>In seconds.</summary>
    private const int KeepAliveTime = 30;

    /// <summary>All statements of the store together are fewer.</summary>
    private const int PreparedStatements = 100;

    /// <summary>What is wrong with the connection string; null when nothing is. The message repeats no password.</summary>
    public static string? FaultOf(string connectionString)
    {
        const string Advice = "write for example \"Host=localhost;Database=distributed;Username=distributed;Password=…\".";
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrWhiteSpace(builder.Host) ? $"{SqlDialects.Setting} names no host; {Advice}"
                : string.IsNullOrWhiteSpace(builder.Database) ? $"{SqlDialects.Setting} names a server but no database; {Advice}"
                : null;
        }
        catch (ArgumentException exception)
        {
            return $"{SqlDialects.Setting} cannot be read as PostgreSQL's ({exception.Message}); {Advice}";
        }
    }

    /// <summary>The connection string with what the store relies on; what else it says stands.</summary>
    public static NpgsqlConnectionStringBuilder Resolve(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // The store keeps its few sessions itself.
            Pooling = false,
            Enlist = false,
            AutoPrepareMinUsages = 2,

            // What stands between may forget a connection that is idle for long.
            TcpKeepAlive = true,
        };
        builder.SearchPath = Quoted(SchemaOf(builder));
        builder.MaxAutoPrepare = Math.Max(builder.MaxAutoPrepare, PreparedStatements);
        SetDefault(builder, "TCP Keepalive Time", KeepAliveTime);
        SetDefault(builder, "Application Name", "distributed");
        if (builder.Host!.Contains(','))
        {
            // Of a server and its standbys, only the one that takes writes is up to date.
            SetDefault(builder, "Target Session Attributes", "read-write");
        }

        return builder;
    }

    /// <summary>The schema of the tables; as in SQL, a name without quotes is taken in lower case.</summary>
    public static string SchemaOf(NpgsqlConnectionStringBuilder builder)
    {
        var first = builder.SearchPath?.Split(',')[0].Trim() ?? "";
        var schema = first.StartsWith('"') ? first.Trim('"') : first.ToLowerInvariant();
        return schema.Length > 0 ? schema : DefaultSchema;
    }

    /// <summary>A name as SQL writes it.</summary>
    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void SetDefault(NpgsqlConnectionStringBuilder builder, string setting, object value)
    {
        if (!builder.ShouldSerialize(setting))
        {
            builder[setting] = value;
        }
    }
}
