using System.Data.Common;
using Distributed.Contracts.Experiments;

namespace Distributed.Store.Sql;

/// <summary>A row of the catalog and its place in the order of acceptance.</summary>
internal sealed record CatalogRow(long Sequence, ExperimentView Entry)
{
    public const string Columns =
        "sequence, id, model, phase, epoch, epochs, loss, version, failure, silo, created_at, started_at, ended_at, sweep";

    public static CatalogRow Read(DbDataReader row) => new(
        row.GetInt64(0),
        new ExperimentView(
            row.GetString(1),
            row.GetString(2),
            (ExperimentPhase)row.GetInt32(3),
            row.GetInt32(4),
            row.GetInt32(5),
            row.IsDBNull(6) ? null : (float)row.GetDouble(6),
            row.IsDBNull(7) ? null : row.GetInt32(7),
            row.IsDBNull(8) ? null : row.GetString(8),
            row.IsDBNull(9) ? null : row.GetString(9),
            UtcTicks.Read(row, 10),
            row.IsDBNull(11) ? null : UtcTicks.Read(row, 11),
            row.IsDBNull(12) ? null : UtcTicks.Read(row, 12))
        {
            Sweep = row.IsDBNull(13) ? null : row.GetString(13),
        });

    /// <summary>Its place in a listing.</summary>
    public CatalogPlace PlaceIn(CatalogOrder order) => new(order == CatalogOrder.Loss ? Entry.Loss : null, Sequence);

    /// <summary>Writes a state's line together with the state.</summary>
    public static StateAndLine Upsert(SqlStatement state, string kind, string etag, ExperimentView entry)
    {
        var values = ValuesOf(kind, entry);
        return new(
            state, new(Statements.UpsertEntry, values), new(Statements.UpsertEntryOfState, [.. values, ("@etag", etag)]));
    }

    /// <summary>The catalog shows no loss that is not a finite number.</summary>
    public static object FiniteOrNull(float? loss) => SqlNull.Or(loss is { } value && float.IsFinite(value) ? (double)value : null);

    private static (string Name, object? Value)[] ValuesOf(string kind, ExperimentView entry) =>
    [
        ("@kind", kind),
        ("@id", entry.Id),
        ("@model", entry.Model),
        ("@phase", (int)entry.Phase),
        ("@epoch", entry.Epoch),
        ("@epochs", entry.Epochs),
        ("@loss", FiniteOrNull(entry.Loss)),
        ("@version", SqlNull.Or(entry.Version)),
        ("@failure", entry.Failure),
        ("@silo", entry.Silo),
        ("@created", entry.CreatedAt.UtcTicks),
        ("@started", SqlNull.Or(entry.StartedAt?.UtcTicks)),
        ("@ended", SqlNull.Or(entry.EndedAt?.UtcTicks)),
        ("@sweep", entry.Sweep),
    ];
}
