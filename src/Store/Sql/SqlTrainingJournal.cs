namespace Distributed.Store.Sql;

/// <inheritdoc />
internal sealed class SqlTrainingJournal(StoreDatabase database) : ITrainingJournal
{
    public Task<bool> SaveAsync(TrainingProgress progress, CancellationToken cancellationToken = default)
    {
        var writer = new ProgressWriter(progress);
        return database.WriteAsync(session => SaveAsync(session, writer), cancellationToken);
    }

    public Task<StoredCheckpoint?> FindCheckpointAsync(string experiment, CancellationToken cancellationToken = default) =>
        database.ReadAsync(
            session => session.FirstAsync(
                Statements.FindCheckpoint,
                row => new StoredCheckpoint(row.GetInt32(0), row.GetFieldValue<byte[]>(1)),
                ("@experiment", experiment)),
            cancellationToken);

    public async Task<float[]> ReadLossesAsync(
        string experiment, int from = 0, int until = int.MaxValue, CancellationToken cancellationToken = default)
    {
        var chunks = await database.ReadAsync(
            session => session.AllAsync(
                Statements.ReadLosses,
                row => (First: row.GetInt32(0), Losses: FloatBlob.Read(row.GetFieldValue<byte[]>(1))),
                ("@experiment", experiment),
                ("@from", from),
                ("@until", until)),
            cancellationToken);

        // What lies beyond a hole does not follow the epochs before it.
        var losses = new List<float>();
        var next = Math.Min(from, chunks.Count > 0 ? chunks[0].First : 0);
        var first = next;
        foreach (var (_, chunk) in chunks.TakeWhile(chunk => chunk.First == next))
        {
            losses.AddRange(chunk);
            next += chunk.Length;
        }

        return [.. losses.Skip(from - first).Take(until - from)];
    }

    private static async Task<bool> SaveAsync(SqlSession session, ProgressWriter writer)
    {
        var held = await writer.HoldsAsync(session);
        if (held)
        {
            await writer.SaveAsync(session);
        }

        return held;
    }
}
