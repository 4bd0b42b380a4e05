using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Running;

/// <summary>
/// The runner of a silo: a fair queue, and a bounded number of experiments in training at once. None of them has a thread: each one's
/// arithmetic goes step by step to the compute threads, and while it waits for them, the store or its owner, it costs memory only.
/// </summary>
public sealed partial class TrainingRunner : BackgroundService, ITrainingRunner
{
    // Enough to feel at home beside a sweep of long runs, few enough that thousands of sweeps can be guests at once.
    private const int OwnPlaces = 16;

    private readonly RunExecutor _executor;
    private readonly RunnerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<TrainingRunner> _log;
    private readonly FairQueue<TrainingRun> _queue;
    private readonly Pulse _changed = new();
    private readonly IDisposable _gauges;
    private volatile bool _stopping;

    /// <summary>A runner that begins to train when the host starts it.</summary>
    public TrainingRunner(RunExecutor executor, IOptions<RunnerOptions> options, TimeProvider clock, ILogger<TrainingRunner> log)
    {
        (_executor, _options, _clock, _log) = (executor, options.Value, clock, log);
        _queue = new FairQueue<TrainingRun>(_options.RunsInTraining, Math.Min(OwnPlaces, _options.RunsInTraining));
        _gauges = TrainerTelemetry.Observe(() => _queue.Queued, () => _queue.InTraining);
    }

    /// <inheritdoc/>
    public TrainingRun Enqueue(TrainingJob job)
    {
        var run = new TrainingRun(job);
        if (_stopping)
        {
            run.End(new RunInterrupted("The silo is stopping."));
            return run;
        }

        var entry = _queue.Enqueue(run, job.Source, RunSize.PlacesOf(job.Spec));
        run.Queue(() => _queue.Remove(entry));
        _changed.Signal();
        return run;
    }

    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        return base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _gauges.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = stoppingToken.UnsafeRegister(_ => _changed.Signal(), null);
        while (true)
        {
            var changed = _changed.Next;
            if (!stoppingToken.IsCancellationRequested)
            {
                StartWhatMayTrain(stoppingToken);
            }
            else if (_queue.InTraining == 0)
            {
                return; // What is still queued is in the store and goes on when a silo comes back.
            }

            await changed;
        }
    }

    private void StartWhatMayTrain(CancellationToken stopping)
    {
        while (_queue.TryTake(out var entry))
        {
            _ = Task.Run(() => TrainAsync(entry, stopping), CancellationToken.None);
        }
    }

    private async Task TrainAsync(FairQueue<TrainingRun>.Entry entry, CancellationToken stopping)
    {
        try
        {
            if (entry.Item.TryTake())
            {
                await TrainAsync(entry.Item, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The silo stops; the outcome is found out anew when the experiment goes on elsewhere.
        }
        finally
        {
            _queue.Release(entry);
            _changed.Signal();
        }
    }

    private async Task TrainAsync(TrainingRun run, CancellationToken stopping)
    {
        using var activity = TrainerTelemetry.StartRun(run.Job);
        var outcome = await _executor.ExecuteAsync(run, stopping);
        TrainerTelemetry.EndRun(activity, outcome);
        LogEnded(run.Job.Sweep is null || outcome is RunFailed ? LogLevel.Information : LogLevel.Debug, run.Job.Spec.Id, outcome);
        run.End(outcome);
        if (outcome is not RunStopped)
        {
            await ConcludeAsync(run, outcome, stopping);
        }
    }

    /// <summary>An outcome that its owner never hears of would leave the experiment running for ever, so this insists.</summary>
    private async Task ConcludeAsync(TrainingRun run, RunOutcome outcome, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await run.Job.Owner.ConcludeAsync(outcome);
                return;
            }
#pragma warning disable CA1031 // Whatever kept the owner from listening, trying again is the answer.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogNotConcluded(exception, run.Job.Spec.Id, _options.RetryDelay);
            }

            await Task.Delay(_options.RetryDelay, _clock, stopping);
        }
    }

    // Of a sweep, whose thousands would bury what else there is to read, those that fail.
    [LoggerMessage(EventId = 1001, Message = "Experiment {Experiment} ended: {Outcome}")]
    private partial void LogEnded(LogLevel level, string experiment, RunOutcome outcome);

    [LoggerMessage(1002, LogLevel.Warning, "The outcome of experiment {Experiment} could not be recorded; trying again in {Delay}")]
    private partial void LogNotConcluded(Exception exception, string experiment, TimeSpan delay);
}
