using System.Data.Common;
using System.Text.Json;
using Distributed.Contracts;
using Distributed.Contracts.Models;

namespace Distributed.Store.Sql;

/// <summary>A row of published models, without its blobs.</summary>
internal static class ModelRow
{
    public const string Columns = "model_version.model, model_version.version, sequence, published_at, manifest";

    public static ModelVersion Read(DbDataReader row) => new(
        row.GetString(0), row.GetInt32(1), row.GetInt64(2), UtcTicks.Read(row, 3), ManifestOf(row.GetString(4)));

    public static string JsonOf(ModelManifest manifest) => JsonSerializer.Serialize(manifest, ContractsJson.Options);

    private static ModelManifest ManifestOf(string json) =>
        JsonSerializer.Deserialize<ModelManifest>(json, ContractsJson.Options) ?? throw new JsonException("The manifest is null.");
}
