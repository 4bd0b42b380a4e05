using System.Text.Json;
using Distributed.Contracts;

namespace Distributed.Store.Sql;

/// <summary>Contract types in a column of text.</summary>
internal static class StoredJson
{
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, ContractsJson.Options);

    /// <param name="json">The text.</param>
    /// <param name="name">What it is, to begin a sentence with.</param>
    /// <exception cref="StoreException">It is no such value.</exception>
    public static T Read<T>(string json, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, ContractsJson.Options) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new StoreException(
                StoreFault.Damaged,
                $"{name} in the store cannot be read ({exception.Message}); restore the store from a backup.",
                exception);
        }
    }
}
