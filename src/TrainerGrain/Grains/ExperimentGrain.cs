using System.Diagnostics;
using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Running;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Storage;

namespace Distributed.TrainerGrain.Grains;

/// <summary>
/// The state machine of one experiment. Every change of phase is written before it is told; training itself happens
/// in the silo's runner, which reports through <see cref="IExperimentRunGrain"/>. A sweep wakes thousands of them within a second, sooner
/// than silos could tell each other how busy they are; placed at random they spread evenly.
/// </summary>
[RandomPlacement]
public sealed partial class ExperimentGrain(
    [PersistentState(ExperimentState.Name, ExperimentState.Storage)] IPersistentState<ExperimentState> storage, ExperimentServices silo)
    : Grain, IExperimentGrain, IExperimentRunGrain
{
    private readonly LiveProgress _live = new(silo.Journal);
    private IGrainTimer? _retry;

    private DateTimeOffset Now => silo.Clock.GetUtcNow();

    private ExperimentView? View => storage.State.View;

    private bool Unfinished => View is { Phase: ExperimentPhase.Queued or ExperimentPhase.Running };

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _live.Show(View);

        // One that waits for its sweep is woken when its turn comes; that somebody looks at it is no reason to train it.
        return View is { Sweep: not null, Phase: ExperimentPhase.Queued } ? Task.CompletedTask : ResumeUnfinishedAsync();
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_live.Run is { } run)
        {
            // Whoever calls next goes on with it; on a silo that stays, that is to be soon.
            silo.Recovery.Ask();
            await run.StopAsync().WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<StartResult> StartAsync(Immutable<ExperimentSpec> spec, RunPriority priority)
    {
        if (View is { } known)
        {
            var same = SpecJson.AreSame(storage.State.Spec!, spec.Value);
            return new StartResult(same ? StartOutcome.AlreadyAccepted : StartOutcome.SpecDiffers, known);
        }

        await RecordAsync(ExperimentState.Accept(spec.Value, Now, priority));
        ResumeRun();
        return new StartResult(StartOutcome.Accepted, View!);
    }

    /// <inheritdoc/>
    public Task ResumeUnfinishedAsync()
    {
        ResumeRun();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ExperimentView?> GetStatusAsync() => Task.FromResult(_live.View);

    /// <inheritdoc/>
    public async Task<Immutable<float[]>> GetLossesAsync() => new(await _live.ReadLossesAsync(0));

    /// <inheritdoc/>
    public IAsyncEnumerable<ExperimentProgress> WatchAsync(int epoch, CancellationToken cancellationToken = default) =>
        _live.WatchAsync(epoch, cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> BeginAsync(Guid run)
    {
        if (!IsCurrent(run))
        {
            return null;
        }

        // The catalog has moved along with every checkpoint; a run that goes on shows where it goes on from.
        var line = View!.StartedAt is null ? null : await silo.Catalog.FindAsync(View.Id);
        await RecordAsync(storage.State.Begin(silo.Name, Now, line ?? View));
        return storage.Etag;
    }

    /// <inheritdoc/>
    public async Task ConcludeAsync(Guid run, RunOutcome outcome)
    {
        if (!IsCurrent(run))
        {
            return;
        }

        switch (outcome)
        {
            case RunSuperseded:
                EndRun();
                DeactivateOnIdle();
                break;
            case RunInterrupted:
                RetryLater();
                break;
            default:
                await RecordAsync(storage.State.Conclude(outcome, Now));
                EndRun();
                break;
        }
    }

    /// <summary>A call of a run that this activation did not start, or has given up, comes too late to matter.</summary>
    private bool IsCurrent(Guid run) => Unfinished && _live.Run?.Job.Run == run;

    private void ResumeRun()
    {
        if (!Unfinished || _live.Run is not null)
        {
            return;
        }

        _retry?.Dispose();
        var id = Guid.NewGuid();
        var owner = new GrainRunOwner(this.AsReference<IExperimentRunGrain>(), id);
        _live.Run = silo.Runner.Enqueue(new TrainingJob(id, storage.State.Spec!, owner, Activity.Current?.Context ?? default)
        {
            Sweep = View!.Sweep,
            Priority = storage.State.Priority,
            Halving = storage.State.Halving,
            IsFirst = View.StartedAt is null,
            ExtendedFrom = storage.State.ExtendedFrom,
        });
        // Nobody may call for hours while it trains: an idle activation is collected, one with a run must stay.
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        _live.Signal();
    }

    private void EndRun()
    {
        _live.Run = null;
        DelayDeactivation(TimeSpan.Zero);
    }

    private void RetryLater()
    {
        _live.Run = null;
        _retry = this.RegisterGrainTimer(
            ResumeUnfinishedAsync, new GrainTimerCreationOptions(silo.RetryDelay, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    /// <summary>Makes a new state durable, then visible. When the store refuses, the old state stands.</summary>
    private async Task RecordAsync(ExperimentState state)
    {
        var before = storage.State;
        storage.State = state;
        try
        {
            await storage.WriteStateAsync();
        }
        catch
        {
            storage.State = before;
            throw;
        }

        _live.Show(View);
    }
}
