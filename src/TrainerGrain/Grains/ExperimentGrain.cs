using System.Diagnostics;
using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Recovery;
using Distributed.TrainerGrain.Running;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Distributed.TrainerGrain.Grains;

/// <summary>
/// The state machine of one experiment. Every change of phase is written before it is told; training itself happens
/// in the silo's runner, which reports through <see cref="IExperimentRunGrain"/>.
/// </summary>
public sealed class ExperimentGrain : Grain, IExperimentGrain, IExperimentRunGrain
{
    private readonly IPersistentState<ExperimentState> _storage;
    private readonly ITrainingRunner _runner;
    private readonly IExperimentCatalog _catalog;
    private readonly RecoveryDuty _recovery;
    private readonly ILocalSiloDetails _silo;
    private readonly RunnerOptions _options;
    private readonly TimeProvider _clock;
    private readonly LiveProgress _live;
    private TrainingRun? _run;
    private IGrainTimer? _retry;

    /// <summary>Made by Orleans.</summary>
    public ExperimentGrain(
        [PersistentState(ExperimentState.Name, ExperimentState.Storage)] IPersistentState<ExperimentState> storage,
        IGrainContext context,
        ITrainingRunner runner,
        ITrainingJournal journal,
        IExperimentCatalog catalog,
        RecoveryDuty recovery,
        ILocalSiloDetails silo,
        IOptions<RunnerOptions> options,
        TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        (_storage, _runner, _catalog, _recovery, _silo, _options, _clock) =
            (storage, runner, catalog, recovery, silo, options.Value, clock);
        _live = new LiveProgress(context.GrainId.Key.ToString()!, () => View, () => _run, journal);
    }

    private ExperimentView? View => _storage.State.View;

    private bool Unfinished => View is { Phase: ExperimentPhase.Queued or ExperimentPhase.Running };

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken) => ResumeUnfinishedAsync();

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_run is { } run)
        {
            // Whoever calls next goes on with it; on a silo that stays, that is to be soon.
            _recovery.Ask();
            await run.StopAsync().WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<StartResult> StartAsync(Immutable<ExperimentSpec> spec)
    {
        if (View is { } known)
        {
            var same = SpecJson.AreSame(_storage.State.Spec!, spec.Value);
            return new StartResult(same ? StartOutcome.AlreadyAccepted : StartOutcome.SpecDiffers, known);
        }

        await RecordAsync(ExperimentState.Accept(spec.Value, _clock.GetUtcNow()));
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
    public async Task<ExperimentView?> CancelAsync()
    {
        if (!Unfinished)
        {
            return View;
        }

        var outcome = _run is { } run ? await run.StopAsync() : new RunStopped();
        EndRun();
        await RecordAsync(outcome is RunCompleted or RunFailed
            ? _storage.State.Conclude(outcome, _clock.GetUtcNow())
            : _storage.State.Cancel(await _live.ReadLossesAsync(0), _clock.GetUtcNow()));
        return View;
    }

    /// <inheritdoc/>
    public async Task<string?> BeginAsync(Guid run)
    {
        if (!IsCurrent(run))
        {
            return null;
        }

        // The catalog has moved along with every checkpoint; a run that goes on shows where it goes on from.
        var line = await _catalog.FindAsync(View!.Id);
        await RecordAsync(_storage.State.Begin(_silo.Name, _clock.GetUtcNow(), line ?? View));
        return _storage.Etag;
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
                await RecordAsync(_storage.State.Conclude(outcome, _clock.GetUtcNow()));
                EndRun();
                break;
        }
    }

    /// <summary>A call of a run that this activation did not start, or has given up, comes too late to matter.</summary>
    private bool IsCurrent(Guid run) => Unfinished && _run?.Job.Run == run;

    private void ResumeRun()
    {
        if (!Unfinished || _run is not null)
        {
            return;
        }

        _retry?.Dispose();
        var id = Guid.NewGuid();
        var owner = new GrainRunOwner(this.AsReference<IExperimentRunGrain>(), id);
        _run = _runner.Enqueue(new TrainingJob(id, _storage.State.Spec!, owner, Activity.Current?.Context ?? default));
        // Nobody may call for hours while it trains: an idle activation is collected, one with a run must stay.
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        _live.Signal();
    }

    private void EndRun()
    {
        _run = null;
        DelayDeactivation(TimeSpan.Zero);
    }

    private void RetryLater()
    {
        _run = null;
        _retry = this.RegisterGrainTimer(
            ResumeUnfinishedAsync, new GrainTimerCreationOptions(_options.RetryDelay, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    /// <summary>Makes a new state durable, then visible. When the store refuses, the old state stands and its run goes on.</summary>
    private async Task RecordAsync(ExperimentState state)
    {
        var before = _storage.State;
        _storage.State = state;
        try
        {
            await _storage.WriteStateAsync();
        }
        catch (Exception exception)
        {
            _storage.State = before;
            if (exception is not InconsistentStateException)
            {
                ResumeRun();
            }

            throw;
        }

        _live.Signal();
    }
}
