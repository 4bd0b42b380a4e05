namespace Distributed.Store;

/// <summary>What a training run leaves behind while it runs: the newest checkpoint and every epoch's loss.</summary>
public interface ITrainingJournal
{
    /// <summary>
    /// Saves a checkpoint and the losses since the one before, in one transaction, and moves the catalog's epoch and loss along.
    /// The newest save is the truth from its first epoch on: a run that went back to a checkpoint replaces what it had left beyond.
    /// </summary>
    /// <returns>
    /// False when the ETag of <see cref="TrainingProgress.Fence"/> is no longer the grain's: another owner has taken the run over;
    /// nothing was changed.
    /// </returns>
    /// <exception cref="ArgumentException">The losses do not end at the epoch.</exception>
    Task<bool> SaveAsync(TrainingProgress progress, CancellationToken cancellationToken = default);

    /// <summary>The newest checkpoint; null when training starts from the beginning.</summary>
    Task<StoredCheckpoint?> FindCheckpointAsync(string experiment, CancellationToken cancellationToken = default);

    /// <summary>
    /// The losses of the epochs from <paramref name="from"/> (counted from 0) to before <paramref name="until"/>, as many as are saved;
    /// bit by bit, also what is not finite.
    /// </summary>
    Task<float[]> ReadLossesAsync(string experiment, int from = 0, int until = int.MaxValue, CancellationToken cancellationToken = default);
}

/// <summary>One save of a running experiment.</summary>
/// <param name="Fence">The run; its grain's key is the experiment's name.</param>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Checkpoint">What a session needs to go on from there; null keeps the checkpoint before.</param>
/// <param name="FirstEpoch">Number of epochs done before the first of <paramref name="Losses"/>.</param>
/// <param name="Losses">Losses of epochs <paramref name="FirstEpoch"/> up to <paramref name="Epoch"/>; may be empty.</param>
public sealed record TrainingProgress(GrainFence Fence, int Epoch, byte[]? Checkpoint, int FirstEpoch, float[] Losses);

/// <summary>A saved checkpoint.</summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Data">What the session saved.</param>
public sealed record StoredCheckpoint(int Epoch, byte[] Data);
