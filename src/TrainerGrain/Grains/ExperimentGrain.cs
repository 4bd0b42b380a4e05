using System.Diagnostics;
using System.Runtime.CompilerServices;
using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Running;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Distributed.TrainerGrain.Grains;

/// <summary>
/// The state machine of one experiment. Every change of phase is written before it is told; training itself happens
/// in the silo's runner, which reports through <see cref="IExperimentRunGrain"/>.
/// </summary>
public sealed class ExperimentGrain(
    [PersistentState(ExperimentState.Name, ExperimentState.Storage)] IPersistentState<ExperimentState> storage,
    ITrainingRunner runner,
    ITrainingJournal journal,
    ILocalSiloDetails silo,
    IOptions<RunnerOptions> options,
    TimeProvider clock) : Grain, IExperimentGrain, IExperimentRunGrain
{
    private readonly Pulse _changed = new();
    private TrainingRun? _run;
    private IGrainTimer? _retry;

    private ExperimentView? View => storage.State.View;

    private bool Unfinished => View is { Phase: ExperimentPhase.Queued or ExperimentPhase.Running };

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken) => ResumeUnfinishedAsync();

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_run is { } run)
        {
            await run.StopAsync().WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<StartResult> StartAsync(Immutable<ExperimentSpec> spec)
    {
        if (View is { } known)
        {
            var same = SpecJson.AreSame(storage.State.Spec!, spec.Value);
            return new StartResult(same ? StartOutcome.AlreadyAccepted : StartOutcome.SpecDiffers, known);
        }

        await RecordAsync(ExperimentState.Accept(spec.Value, clock.GetUtcNow()));
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
    public Task<ExperimentView?> GetStatusAsync() => Task.FromResult(Live());

    /// <inheritdoc/>
    public async Task<Immutable<float[]>> GetLossesAsync() => new(await ReadLossesAsync(0));

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExperimentProgress> WatchAsync(
        int epoch, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (View is not null)
        {
            // Both signals are taken before the look, so that nothing between the look and the wait is missed.
            var changed = _changed.Next;
            var progressed = _run?.Progressed.Next ?? changed;
            var view = Live()!;
            var losses = await ReadLossesAsync(epoch);
            yield return new ExperimentProgress(view, epoch, losses);
            epoch += losses.Length;
            if (view.Phase.IsFinal())
            {
                yield break;
            }

            await Task.WhenAny(changed, progressed).WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<ExperimentView?> CancelAsync()
    {
        if (!Unfinished)
        {
            return View;
        }

        var outcome = _run is { } run ? await run.StopAsync() : new RunStopped();
        EndRun();
        await RecordAsync(outcome is RunStopped or RunInterrupted
            ? storage.State.Cancel(await ReadLossesAsync(0), clock.GetUtcNow())
            : storage.State.Conclude(outcome, clock.GetUtcNow()));
        return View;
    }

    /// <inheritdoc/>
    public async Task<string?> BeginAsync(Guid run)
    {
        if (!IsCurrent(run))
        {
            return null;
        }

        await RecordAsync(storage.State.Begin(silo.Name, clock.GetUtcNow()));
        return storage.Etag;
    }

    /// <inheritdoc/>
    public async Task ConcludeAsync(Guid run, RunOutcome outcome)
    {
        if (!IsCurrent(run))
        {
            return;
        }

        if (outcome is RunInterrupted)
        {
            RetryLater();
            return;
        }

        await RecordAsync(storage.State.Conclude(outcome, clock.GetUtcNow()));
        EndRun();
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
        _run = runner.Enqueue(new TrainingJob(id, storage.State.Spec!, owner, Activity.Current?.Context ?? default));
        // Nobody may call for hours while it trains: an idle activation is collected, one with a run must stay.
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        _changed.Signal();
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
            ResumeUnfinishedAsync, new GrainTimerCreationOptions(options.Value.RetryDelay, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    /// <summary>Makes a new state durable, then visible. When the store refuses, the old state stands and its run goes on.</summary>
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
            ResumeRun();
            throw;
        }

        _changed.Signal();
    }

    private ExperimentView? Live() => LiveProgress.Of(View, _run);

    private Task<float[]> ReadLossesAsync(int from) => LiveProgress.ReadLossesAsync(journal, this.GetPrimaryKeyString(), _run, from);
}
