namespace Distributed.Store.Sql;

/// <inheritdoc />
internal sealed class SqlTrainingJournal(StoreDatabase database) : ITrainingJournal
{
    public Task<bool> SaveAsync(TrainingProgress progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (progress.FirstEpoch < 0 || progress.FirstEpoch + progress.Losses.Length != progress.Epoch)
        {
            throw new ArgumentException(
                $"{progress.Losses.Length} losses from epoch {progress.FirstEpoch} do not end at epoch {progress.Epoch}.",
                nameof(progress));
        }

        var losses = FloatBlob.Write(progress.Losses);
        return database.WriteAsync(session => SaveAsync(session, progress, losses), cancellationToken);
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

    private static async Task<bool> SaveAsync(SqlSession session, TrainingProgress progress, byte[] losses)
    {
        using var activity = StoreTelemetry.StartSave();
        var held = await session.HoldsAsync(progress.Fence);
        if (held)
        {
            await session.ExecuteAllAsync([.. LossStatements(progress, losses), .. CheckpointStatements(progress), AdvanceEntry(progress)]);
        }

        return held;
    }

    // The newest save is the truth from its first epoch on: a run that goes back to a checkpoint overwrites what it left then.
    private static IEnumerable<SqlStatement> LossStatements(TrainingProgress progress, byte[] losses)
    {
        yield return new(Statements.DropLossesFrom, ("@experiment", progress.Fence.Key), ("@first", progress.FirstEpoch));
        yield return new(Statements.TrimLossesAt, ("@first", progress.FirstEpoch), ("@experiment", progress.Fence.Key));
        if (losses.Length > 0)
        {
            yield return new(
                Statements.InsertLosses,
                ("@experiment", progress.Fence.Key),
                ("@kind", progress.Fence.GrainKind),
                ("@first", progress.FirstEpoch),
                ("@data", losses));
        }
    }

    private static IEnumerable<SqlStatement> CheckpointStatements(TrainingProgress progress)
    {
        if (progress.Checkpoint is { } checkpoint)
        {
            yield return new(
                Statements.UpsertCheckpoint,
                ("@experiment", progress.Fence.Key),
                ("@kind", progress.Fence.GrainKind),
                ("@epoch", progress.Epoch),
                ("@data", checkpoint));
        }
    }

    private static SqlStatement AdvanceEntry(TrainingProgress progress) =>
        progress.Losses.Length == 0
            ? new(
                Statements.AdvanceEntry,
                ("@epoch", progress.Epoch),
                ("@experiment", progress.Fence.Key),
                ("@kind", progress.Fence.GrainKind))
            : new(
                Statements.AdvanceEntryWithLoss,
                ("@epoch", progress.Epoch),
                ("@loss", CatalogRow.FiniteOrNull(progress.Losses[^1])),
                ("@experiment", progress.Fence.Key),
                ("@kind", progress.Fence.GrainKind));
}
