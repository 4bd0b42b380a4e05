using Distributed.Store.Sqlite;
using Microsoft.Data.Sqlite;

namespace Distributed.Store.Tests.Support;

/// <summary>A store in an SQLite file in a directory of its own.</summary>
public sealed class SqliteTestStore : TestStore
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("store-");

    public string DirectoryPath => _directory.FullName;

    public string File => Path.Combine(DirectoryPath, "store.db");

    public override StoreOptions Options => OptionsFor(File);

    public static StoreOptions OptionsFor(string file) => new() { ConnectionString = $"Data Source={file}" };

    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False;Default Timeout=30");
        connection.Open();
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static T Ask<T>(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }

    public override async Task CreateAsync(int version)
    {
        foreach (var step in SqliteSchema.StepsBetween(0, version))
        {
            await TamperAsync(step);
        }
    }

    public override Task<long> VersionAsync() => AskAsync<long>("PRAGMA user_version");

    public override string BlobOf(string text) => $"CAST('{text}' AS BLOB)";

    public override Task<IAsyncDisposable> LockAsync()
    {
        var connection = Connect();
        Execute(connection, "BEGIN IMMEDIATE");
        return Task.FromResult<IAsyncDisposable>(connection);
    }

    public override async Task TamperAsync(string sql)
    {
        await using var connection = Connect();
        Execute(connection, sql);
    }

    public override async Task<T> AskAsync<T>(string sql)
    {
        await using var connection = Connect();
        return Ask<T>(connection, sql);
    }

    /// <summary>Every file of the directory with its bytes.</summary>
    public SortedDictionary<string, byte[]> Snapshot() =>
        new(
            Directory.GetFiles(DirectoryPath).ToDictionary(file => Path.GetFileName(file)!, System.IO.File.ReadAllBytes),
            StringComparer.Ordinal);

    protected override Task DeleteAsync()
    {
        _directory.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
