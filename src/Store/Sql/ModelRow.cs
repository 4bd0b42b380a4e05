using System.Data.Common;
using Distributed.Contracts.Models;

namespace Distributed.Store.Sql;

/// <summary>A row of published models, without its blobs.</summary>
internal static class ModelRow
{
    public const string Columns = "model_version.model, model_version.version, sequence, published_at, manifest";

    public static ModelVersion Read(DbDataReader row)
    {
        var (model, version) = (row.GetString(0), row.GetInt32(1));
        var manifest = StoredJson.Read<ModelManifest>(row.GetString(4), $"The manifest of model '{model}' version {version}");
        return new(model, version, row.GetInt64(2), UtcTicks.Read(row, 3), manifest);
    }
}
