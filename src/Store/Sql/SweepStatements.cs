namespace Distributed.Store.Sql;

/// <summary>
/// The statements of <see cref="SqlSweepCatalog"/> and <see cref="SqlRungStore"/>, in SQL that SQLite and PostgreSQL share. Phases are the
/// numbers of <see cref="Contracts.Sweeps.SweepPhase"/>, times as in <see cref="Statements"/>.
/// </summary>
internal static class SweepStatements
{
    /// <summary>Does nothing when the state's ETag is another, so that it can be sent together with the write of the state.</summary>
    public const string UpsertEntry =
        """
        INSERT INTO sweep (kind, id, phase, count, created_at, ended_at)
        SELECT @kind, @id, @phase, @count, @created, @ended
        FROM grain_state WHERE kind = @kind AND grain_key = @id AND etag = @etag
        ON CONFLICT (kind, id) DO UPDATE SET
            phase = excluded.phase, count = excluded.count, created_at = excluded.created_at, ended_at = excluded.ended_at
        """;

    public const string FindEntry = $"SELECT {SweepRow.Columns} FROM sweep WHERE id = @id";

    public const string ListAll = $"SELECT {SweepRow.Columns} FROM sweep WHERE sequence > @after ORDER BY sequence LIMIT @limit";

    /// <summary>Without effect when the experiment is noted there already, or the sweep is gone.</summary>
    public const string RecordLoss =
        """
        INSERT INTO rung (sweep, rung, experiment, loss) SELECT @sweep, @rung, @experiment, @loss FROM sweep WHERE id = @sweep
        ON CONFLICT DO NOTHING
        """;

    public const string CountLoss =
        """
        INSERT INTO rung_count (sweep, rung, node, losses)
        VALUES (@sweep, @rung, @node0, 1), (@sweep, @rung, @node1, 1), (@sweep, @rung, @node2, 1), (@sweep, @rung, @node3, 1)
        ON CONFLICT (sweep, rung, node) DO UPDATE SET losses = rung_count.losses + 1
        """;

    /// <summary>The standing is null when it was noted by a version of the program that did not keep it.</summary>
    public const string FindNote =
        "SELECT loss, better, total FROM rung WHERE sweep = @sweep AND rung = @rung AND experiment = @experiment";

    /// <summary>What is smaller, at each of the four levels, and what there is in all.</summary>
    public const string NoteStanding =
        $"""
        UPDATE rung SET
            better = ({Siblings} AND node >= @first0 AND node < @node0)
                + ({Siblings} AND node >= @first1 AND node < @node1)
                + ({Siblings} AND node >= @first2 AND node < @node2)
                + ({Siblings} AND node >= @first3 AND node < @node3),
            total = ({Siblings} AND node >= @first0 AND node <= @last0)
        WHERE sweep = @sweep AND rung = @rung AND experiment = @experiment
        RETURNING better, total
        """;

    private const string Siblings = "SELECT coalesce(sum(losses), 0) FROM rung_count WHERE sweep = @sweep AND rung = @rung";

    /// <summary>One phase of a page.</summary>
    public static string ListPhase(int parameter) =>
        $"SELECT {SweepRow.Columns} FROM sweep WHERE phase = @phase{parameter} AND sequence > @after ORDER BY sequence LIMIT @limit";
}
