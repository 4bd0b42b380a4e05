using System.Data.Common;
using Distributed.Contracts.Sweeps;

namespace Distributed.Store.Sql;

/// <summary>A row of the list of sweeps and its place in the order of acceptance.</summary>
internal sealed record SweepRow(long Sequence, SweepEntry Entry)
{
    public const string Columns = "sequence, id, phase, count, created_at, ended_at";

    public static SweepRow Read(DbDataReader row) => new(
        row.GetInt64(0),
        new SweepEntry(
            row.GetString(1),
            (SweepPhase)row.GetInt32(2),
            row.GetInt32(3),
            UtcTicks.Read(row, 4),
            row.IsDBNull(5) ? null : UtcTicks.Read(row, 5)));

    /// <summary>Writes a state's line together with the state.</summary>
    public static StateAndLine Upsert(SqlStatement state, string kind, string etag, SweepEntry entry)
    {
        var line = UpsertOfState(kind, etag, entry);
        return new(state, line, line);
    }

    private static SqlStatement UpsertOfState(string kind, string etag, SweepEntry entry) => new(
        SweepStatements.UpsertEntry,
        ("@kind", kind),
        ("@etag", etag),
        ("@id", entry.Id),
        ("@phase", (int)entry.Phase),
        ("@count", entry.Count),
        ("@created", entry.CreatedAt.UtcTicks),
        ("@ended", SqlNull.Or(entry.EndedAt?.UtcTicks)));
}
