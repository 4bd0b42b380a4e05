using Distributed.Store;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Export;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Running;

/// <summary>The session of one run with its bookkeeping: what is trained, what is saved, when to save again.</summary>
internal sealed class RunAttempt(
    TrainingRun run,
    string fence,
    ITrainingEngine engine,
    ComputeThreads threads,
    ITrainingJournal journal,
    RunnerOptions options,
    TimeProvider clock) : IDisposable
{
    private readonly StepSize _stepSize = new(options.StepTime);
    private readonly LossBuffer _unsaved = new();
    private DataSet? _data;
    private ITrainingSession? _session;
    private long _lastSave = clock.GetTimestamp();

    /// <summary>What makes this run the grain's present one.</summary>
    public GrainFence Fence { get; } = new(ExperimentState.Name, run.Job.Spec.Id, fence);

    /// <summary>Epochs done.</summary>
    public int Epoch { get; private set; }

    /// <summary>Loss of the last epoch done, before its step.</summary>
    public float? Loss { get; private set; }

    public bool Finished => Epoch >= run.Job.Spec.Epochs;

    public bool Diverged => Loss is { } loss && !float.IsFinite(loss);

    public bool SaveIsDue => clock.GetElapsedTime(_lastSave) >= options.CheckpointInterval;

    private ITrainingSession Session => _session ?? throw new InvalidOperationException("The run is not restored yet.");

    /// <summary>Sets the session up where the last checkpoint left it, or at the beginning.</summary>
    public async Task RestoreAsync()
    {
        var checkpoint = await journal.FindCheckpointAsync(run.Job.Spec.Id);
        await threads.InvokeAsync(() => SetUp(checkpoint));
        if (Epoch > 0)
        {
            Loss = (await journal.ReadLossesAsync(run.Job.Spec.Id, Epoch - 1, Epoch))[0];
        }

        Report();
    }

    /// <summary>Trains for about the configured step time.</summary>
    public async Task StepAsync()
    {
        var started = clock.GetTimestamp();
        var losses = await threads.InvokeAsync(() => Session.Step(_stepSize.Epochs));
        _stepSize.Adapt(losses.Length, clock.GetElapsedTime(started));
        _unsaved.Append(losses);
        Epoch += losses.Length;
        Loss = losses[^1];
        TrainerTelemetry.CountEpochs(losses.Length);
        Report();
    }

    /// <summary>Saves a checkpoint and the losses since the last one; false when another owner has taken over.</summary>
    public async Task<bool> SaveAsync() =>
        _unsaved.Count == 0 || await SaveAsync(await threads.InvokeAsync(Session.Save));

    /// <summary>Saves the losses of a run that is not worth resuming.</summary>
    public async Task SaveLossesAsync() => await SaveAsync(null);

    /// <summary>Makes the finished run's model ready to publish.</summary>
    public Task<ModelDraft> PackAsync() => threads.InvokeAsync(
        () => ModelPackager.Pack(run.Job.Spec, _data!, Session, Loss!.Value, engine.Name));

    /// <inheritdoc/>
    public void Dispose() => _session?.Dispose();

    private async Task<bool> SaveAsync(byte[]? checkpoint)
    {
        var saved = await journal.SaveAsync(new TrainingProgress(
            Fence, Epoch, checkpoint, Epoch - _unsaved.Count, [.. _unsaved.Written]));
        if (saved)
        {
            _unsaved.Clear();
            _lastSave = clock.GetTimestamp();
            Report();
        }

        return saved;
    }

    private void Report() => run.Advance(new RunProgress(Epoch, Diverged ? null : Loss, _unsaved.Written));

    private void SetUp(StoredCheckpoint? checkpoint)
    {
        _data = DataSets.Load(run.Job.Spec.Data);
        _session = engine.SetUp(run.Job.Spec, _data);
        if (checkpoint is not null)
        {
            _session.Load(checkpoint.Data);
        }

        Epoch = _session.Epoch;
    }
}
