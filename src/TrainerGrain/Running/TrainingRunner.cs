using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Running;

/// <summary>
/// The runner of a silo: a queue, and a bounded number of experiments in training at once. Each experiment's arithmetic
/// goes step by step to the compute threads, so that they share the processors evenly and none waits for the store.
/// </summary>
public sealed partial class TrainingRunner(
    RunExecutor executor, IOptions<RunnerOptions> options, TimeProvider clock, ILogger<TrainingRunner> log)
    : BackgroundService, ITrainingRunner
{
    private readonly Channel<TrainingRun> _queue = Channel.CreateUnbounded<TrainingRun>();

    /// <inheritdoc/>
    public TrainingRun Enqueue(TrainingJob job)
    {
        var run = new TrainingRun(job);
        if (!_queue.Writer.TryWrite(run))
        {
            run.End(new RunInterrupted("The silo is stopping."));
        }

        return run;
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lanes = options.Value.Threads * options.Value.RunsPerThread;
        return Task.WhenAll(Enumerable.Range(0, lanes).Select(_ => WorkAsync(stoppingToken)));
    }

    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    private async Task WorkAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var run in _queue.Reader.ReadAllAsync(stopping))
            {
                if (run.TryTake())
                {
                    await TrainAsync(run, stopping);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The silo stops; what is still queued is in the store and goes on when a silo comes back.
        }
    }

    private async Task TrainAsync(TrainingRun run, CancellationToken stopping)
    {
        using var activity = TrainerTelemetry.StartRun(run.Job);
        var outcome = await executor.ExecuteAsync(run, stopping);
        TrainerTelemetry.EndRun(activity, outcome);
        LogEnded(run.Job.Spec.Id, outcome);
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
                LogNotConcluded(exception, run.Job.Spec.Id, options.Value.RetryDelay);
            }

            await Task.Delay(options.Value.RetryDelay, clock, stopping);
        }
    }

    [LoggerMessage(1001, LogLevel.Information, "Experiment {Experiment} ended: {Outcome}")]
    private partial void LogEnded(string experiment, RunOutcome outcome);

    [LoggerMessage(1002, LogLevel.Warning, "The outcome of experiment {Experiment} could not be recorded; trying again in {Delay}")]
    private partial void LogNotConcluded(Exception exception, string experiment, TimeSpan delay);
}
