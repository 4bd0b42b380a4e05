using Microsoft.Data.Sqlite;

namespace Distributed.TrainerGrain.Tests.Support;

/// <summary>Another program that stands still in the middle of a write: until it is disposed, no other write happens.</summary>
internal static class HeldStore
{
    public static async Task<IAsyncDisposable> TakeAsync(StoreDirectory directory)
    {
        var connection = new SqliteConnection($"{directory.ConnectionString};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
