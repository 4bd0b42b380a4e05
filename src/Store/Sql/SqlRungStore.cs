using System.Data.Common;

namespace Distributed.Store.Sql;

/// <inheritdoc />
internal sealed class SqlRungStore(StoreDatabase database) : IRungStore
{
    public Task<RungStanding> RecordAsync(
        string sweep, int rung, string experiment, float loss, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async session =>
            {
                await NoteAsync(session, sweep, rung, experiment, loss);
                var note = await session.FirstAsync(
                    SweepStatements.FindNote, Note.Read, ("@sweep", sweep), ("@rung", rung), ("@experiment", experiment));
                return note is null ? default : note.Standing ?? await RankAsync(session, sweep, rung, experiment, note.Loss);
            },
            cancellationToken);

    private static async Task NoteAsync(SqlSession session, string sweep, int rung, string experiment, float loss)
    {
        var nodes = LossNodes.Of(loss);
        var added = await session.ExecuteAsync(
            SweepStatements.RecordLoss,
            ("@sweep", sweep),
            ("@rung", rung),
            ("@experiment", experiment),
            ("@loss", CatalogRow.FiniteOrNull(loss)));
        if (added > 0)
        {
            await session.ExecuteAsync(SweepStatements.CountLoss, [("@sweep", sweep), ("@rung", rung), .. nodes.Path]);
        }
    }

    private static Task<RungStanding> RankAsync(SqlSession session, string sweep, int rung, string experiment, float? loss)
    {
        var nodes = LossNodes.Of(loss);
        return session.FirstAsync(
            SweepStatements.NoteStanding,
            row => new RungStanding(row.GetInt32(0), row.GetInt32(1)),
            [("@sweep", sweep), ("@rung", rung), ("@experiment", experiment), .. nodes.Path, .. nodes.Siblings]);
    }

    /// <summary>A loss, null when it is not finite, and where it stood when it was noted.</summary>
    private sealed record Note(float? Loss, RungStanding? Standing)
    {
        public static Note Read(DbDataReader row) => new(
            row.IsDBNull(0) ? null : (float)row.GetDouble(0),
            row.IsDBNull(1) ? null : new RungStanding(row.GetInt32(1), row.GetInt32(2)));
    }
}
