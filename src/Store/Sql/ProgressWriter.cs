namespace Distributed.Store.Sql;

/// <summary>Writes a save of a running experiment into an open transaction; whether its fence holds was seen to before.</summary>
internal sealed class ProgressWriter
{
    private readonly TrainingProgress _progress;
    private readonly byte[] _losses;

    /// <exception cref="ArgumentException">The losses do not end at the epoch.</exception>
    public ProgressWriter(TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (progress.FirstEpoch < 0 || progress.FirstEpoch + progress.Losses.Length != progress.Epoch)
        {
            throw new ArgumentException(
                $"{progress.Losses.Length} losses from epoch {progress.FirstEpoch} do not end at epoch {progress.Epoch}.",
                nameof(progress));
        }

        _progress = progress;
        _losses = FloatBlob.Write(progress.Losses);
    }

    public Task<bool> HoldsAsync(SqlSession session) => session.HoldsAsync(_progress.Fence);

    public async Task SaveAsync(SqlSession session)
    {
        using var activity = StoreTelemetry.StartSave();
        await session.ExecuteAllAsync([.. LossStatements(), .. CheckpointStatements(), AdvanceEntry()]);
    }

    // The newest save is the truth from its first epoch on: a run that goes back to a checkpoint overwrites what it left then.
    private IEnumerable<SqlStatement> LossStatements()
    {
        yield return new(Statements.DropLossesFrom, ("@experiment", _progress.Fence.Key), ("@first", _progress.FirstEpoch));
        if (_progress.FirstEpoch > 0)
        {
            yield return new(Statements.TrimLossesAt, ("@first", _progress.FirstEpoch), ("@experiment", _progress.Fence.Key));
        }

        if (_losses.Length > 0)
        {
            yield return new(
                Statements.InsertLosses,
                ("@experiment", _progress.Fence.Key),
                ("@kind", _progress.Fence.GrainKind),
                ("@first", _progress.FirstEpoch),
                ("@data", _losses));
        }
    }

    private IEnumerable<SqlStatement> CheckpointStatements()
    {
        if (_progress.Checkpoint is { } checkpoint)
        {
            yield return new(
                Statements.UpsertCheckpoint,
                ("@experiment", _progress.Fence.Key),
                ("@kind", _progress.Fence.GrainKind),
                ("@epoch", _progress.Epoch),
                ("@data", checkpoint));
        }
    }

    private SqlStatement AdvanceEntry() =>
        _progress.Losses.Length == 0
            ? new(
                Statements.AdvanceEntry,
                ("@epoch", _progress.Epoch),
                ("@experiment", _progress.Fence.Key),
                ("@kind", _progress.Fence.GrainKind))
            : new(
                Statements.AdvanceEntryWithLoss,
                ("@epoch", _progress.Epoch),
                ("@loss", CatalogRow.FiniteOrNull(_progress.Losses[^1])),
                ("@experiment", _progress.Fence.Key),
                ("@kind", _progress.Fence.GrainKind));
}
