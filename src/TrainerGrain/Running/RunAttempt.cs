using Distributed.Contracts.Sweeps;
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
    StackedSteps steps,
    ITrainingJournal journal,
    TimeProvider clock,
    CancellationToken silo) : IDisposable
{
    private readonly GrainFence _fence = new(ExperimentState.Name, run.Job.Spec.Id, fence);
    private readonly LossBuffer _unsaved = new();
    private DataSet? _data;
    private ITrainingSession? _session;
    private StackSeat? _seat;
    private CancellationTokenRegistration _stop;
    private Rung? _next;
    private long _lastSave = clock.GetTimestamp();

    /// <summary>Epochs done.</summary>
    public int Epoch { get; private set; }

    /// <summary>Loss of the last epoch done, before its step.</summary>
    public float? Loss { get; private set; }

    /// <summary>Whether there are to be no more steps, because of the owner or of the silo.</summary>
    public bool Stopped => run.StopRequested.IsCompleted || silo.IsCancellationRequested;

    /// <summary>The rung at which it stands, not yet compared with others; null when it is on its way.</summary>
    public Rung? Rung => _next is { } rung && rung.Epochs == Epoch ? rung : null;

    public bool Finished => Epoch >= run.Job.Spec.Epochs;

    public bool Diverged => Loss is { } loss && !float.IsFinite(loss);

    public bool SaveIsDue => clock.GetElapsedTime(_lastSave) >= steps.CheckpointInterval;

    private ITrainingSession Session => _session ?? throw new InvalidOperationException("The run is not restored yet.");

    /// <summary>Sets the session up where the last checkpoint left it, or at the beginning; not at all when it is stopped before its turn.</summary>
    public async Task RestoreAsync()
    {
        var checkpoint = run.Job.IsFirst ? null : await journal.FindCheckpointAsync(run.Job.Spec.Id);
        if (checkpoint is { Epoch: > 0 and var epoch })
        {
            Loss = (await journal.ReadLossesAsync(run.Job.Spec.Id, epoch - 1, epoch))[0];
        }

        await steps.Threads.InvokeAsync(run.Job.Source, () => SetUp(checkpoint));
        Report();
    }

    /// <summary>Trains for about the configured step time, or not at all when it is stopped before its turn.</summary>
    public async Task StepAsync()
    {
        var losses = await _seat!.StepAsync();
        if (losses.Length > 0)
        {
            _unsaved.Append(losses);
            Epoch += losses.Length;
            Loss = losses[^1];
            Report();
        }

        if (Finished || Diverged || Rung is not null)
        {
            _seat.Dispose();
        }
    }

    /// <summary>Goes on from a rung, to the next or to the end.</summary>
    public Task ClimbAsync() => steps.Threads.InvokeAsync(run.Job.Source, () =>
    {
        var reached = Session.Save();
        Session.Dispose();
        SetUpSession(after: Epoch + 1, reached);
    });

    /// <summary>Saves a checkpoint and the losses since the last one; false when another owner has taken over.</summary>
    public async Task<bool> SaveAsync() => _unsaved.Count == 0 || await SaveAsync(Unsaved());

    /// <summary>Saves the losses of a run that is not worth resuming.</summary>
    public async Task SaveLossesAsync() => await SaveAsync(Unsaved(checkpoint: null));

    /// <summary>What the journal does not have yet.</summary>
    public TrainingProgress Unsaved() => Unsaved(_unsaved.Count == 0 ? null : Session.Save());

    /// <summary>Makes the finished run's model ready to publish.</summary>
    public Task<ModelDraft> PackAsync() => steps.Threads.InvokeAsync(
        run.Job.Source, () => ModelPackager.Pack(run.Job.Spec, _data!, Session, Loss!.Value, steps.Engine.Name));

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        _seat?.Dispose();
        _session?.Dispose();
    }

    private TrainingProgress Unsaved(byte[]? checkpoint) =>
        new(_fence, Epoch, checkpoint, Epoch - _unsaved.Count, [.. _unsaved.Written]);

    private async Task<bool> SaveAsync(TrainingProgress progress)
    {
        var saved = await journal.SaveAsync(progress);
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
        if (Stopped)
        {
            return;
        }

        _data = DataSets.Load(run.Job.Spec.Data);
        var epoch = checkpoint?.Epoch ?? 0;
        SetUpSession(after: epoch == run.Job.ExtendedFrom ? epoch + 1 : epoch, checkpoint?.Data);
        Epoch = Session.Epoch;
    }

    /// <summary>A session that ends at the next rung: one of more epochs goes on from it with the same bits.</summary>
    private void SetUpSession(int after, byte[]? checkpoint)
    {
        var spec = run.Job.Spec;
        _next = run.Job.Halving?.NextRung(after, spec.Epochs);
        _session = steps.Engine.SetUp(spec with { Epochs = _next?.Epochs ?? spec.Epochs }, _data!);
        if (checkpoint is not null)
        {
            _session.Load(checkpoint);
        }

        TakeSeat();
    }

    private void TakeSeat()
    {
        _seat?.Dispose();
        var seat = _seat = steps.Enter(Session, run.Job.Source);
        _stop.Dispose();
        _stop = silo.UnsafeRegister(_ => seat.Stop(), null);
        run.StopRequested.ContinueWith(
            _ => seat.Stop(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
