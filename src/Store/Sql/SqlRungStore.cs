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
                var noted = await session.FirstAsync(
                    SweepStatements.FindLoss,
                    row => new NotedLoss(row.IsDBNull(0) ? null : (float)row.GetDouble(0)),
                    ("@sweep", sweep),
                    ("@rung", rung),
                    ("@experiment", experiment));
                return noted is null ? default : await RankAsync(session, sweep, rung, noted);
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

    private static Task<RungStanding> RankAsync(SqlSession session, string sweep, int rung, NotedLoss noted)
    {
        var nodes = LossNodes.Of(noted.Loss);
        return session.FirstAsync(
            SweepStatements.RankLoss,
            row => new RungStanding((int)row.GetInt64(0), (int)row.GetInt64(1)),
            [("@sweep", sweep), ("@rung", rung), .. nodes.Path, .. nodes.Siblings]);
    }

    /// <summary>A loss; null when it is not finite.</summary>
    private sealed record NotedLoss(float? Loss);
}
