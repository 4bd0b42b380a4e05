using System.Globalization;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.Store;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Running;

/// <summary>Takes one run from its last checkpoint to its outcome. Trouble becomes an outcome; nothing is thrown.</summary>
public sealed partial class RunExecutor(
    StackedSteps steps,
    ITrainingJournal journal,
    IModelStore models,
    IRungStore rungs,
    IOptions<RunnerOptions> options,
    TimeProvider clock,
    ILogger<RunExecutor> log)
{
    /// <summary>Trains until the run is done, stopped by its owner, or cannot go on.</summary>
    /// <param name="run">The run.</param>
    /// <param name="silo">Cancelled when the silo stops: the run then saves where it is and ends as interrupted.</param>
    public async Task<RunOutcome> ExecuteAsync(TrainingRun run, CancellationToken silo)
    {
        string? fence;
        try
        {
            fence = await AskOwnerAsync(run);
        }
#pragma warning disable CA1031 // Whatever kept the owner from recording the beginning, the experiment itself is not at fault.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return await InterruptAsync(run, exception, silo);
        }

        return fence is null ? new RunStopped() : await GuardAsync(run, fence, silo);
    }

    private static async Task<string?> AskOwnerAsync(TrainingRun run)
    {
        // The owner may be waiting for this run to stop, and would then never answer.
        var begin = run.Job.Owner.BeginAsync();
        await Task.WhenAny(begin, run.StopRequested);
        return run.StopRequested.IsCompleted ? null : await begin;
    }

    private async Task<RunOutcome> GuardAsync(TrainingRun run, string fence, CancellationToken silo)
    {
        try
        {
            using var attempt = new RunAttempt(run, fence, steps, journal, clock, silo);
            return await TrainAsync(attempt, run);
        }
        catch (StoreException exception)
        {
            return await InterruptAsync(run, exception, silo);
        }
#pragma warning disable CA1031 // A fault of the engine fails its own experiment and no other.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFault(exception, run.Job.Spec.Id);
            return new RunFailed(run.Progress.Epoch, $"Training stopped by an unexpected error: {exception.Message}");
        }
    }

    /// <summary>
    /// The pause is taken here, in the run's place among those in training: with a full disk, thousands that wait would otherwise come
    /// and go as fast as they can fail.
    /// </summary>
    private async Task<RunOutcome> InterruptAsync(TrainingRun run, Exception cause, CancellationToken silo)
    {
        LogStoreTrouble(run.Job.Spec.Id, options.Value.RetryDelay, cause.Message);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(silo);
        var pause = Task.Delay(options.Value.RetryDelay, clock, ending.Token);
        await Task.WhenAny(pause, run.StopRequested);
        await ending.CancelAsync();
        return new RunInterrupted(cause.Message);
    }

    private async Task<RunOutcome> TrainAsync(RunAttempt attempt, TrainingRun run)
    {
        await attempt.RestoreAsync();
        while (!attempt.Finished)
        {
            if (attempt.Stopped)
            {
                await attempt.SaveAsync();
                return run.StopRequested.IsCompleted ? new RunStopped() : new RunInterrupted("The silo is stopping.");
            }

            if (attempt.Rung is { } rung)
            {
                if (await JudgeAsync(attempt, run.Job, rung) is { } end)
                {
                    return end;
                }

                continue;
            }

            await attempt.StepAsync();
            if (attempt.Diverged)
            {
                return await DivergedAsync(attempt, run.Job.Spec);
            }

            if (attempt is { Finished: false, SaveIsDue: true } && !await attempt.SaveAsync())
            {
                return new RunSuperseded();
            }
        }

        return await PublishAsync(attempt, run.Job.Spec);
    }

    /// <summary>Compares a run with those that have come to its rung before; null when it goes on.</summary>
    private async Task<RunOutcome?> JudgeAsync(RunAttempt attempt, TrainingJob job, Rung rung)
    {
        // Saved before it is noted, so that what was compared can be looked up.
        if (!await attempt.SaveAsync())
        {
            return new RunSuperseded();
        }

        var loss = attempt.Loss!.Value;
        var standing = await rungs.RecordAsync(job.Sweep!, rung.Number, job.Spec.Id, loss);
        if (!job.Halving!.Keeps(standing.Better, standing.Total))
        {
            return new RunHalved(attempt.Epoch, loss);
        }

        await attempt.ClimbAsync();
        return null;
    }

    private static async Task<RunOutcome> DivergedAsync(RunAttempt attempt, ExperimentSpec spec)
    {
        await attempt.SaveLossesAsync();
        return new RunFailed(attempt.Epoch, $"The loss was not finite at epoch {attempt.Epoch}. {Hint(spec.Optimizer)}");
    }

    private static string Hint(OptimizerSpec optimizer) => string.Create(
        CultureInfo.InvariantCulture,
        $"Try a smaller learning rate{(optimizer.Momentum > 0 ? " or less momentum" : "")}: learningRate is {optimizer.LearningRate}.");

    /// <summary>The model is made on the thread of the last step, before anything is waited for.</summary>
    private async Task<RunOutcome> PublishAsync(RunAttempt attempt, ExperimentSpec spec)
    {
        using var activity = TrainerTelemetry.StartPublish();
        try
        {
            var draft = await attempt.PackAsync();
            return await models.PublishAsync(draft, attempt.Unsaved()) is { } published
                ? new RunCompleted(attempt.Epoch, draft.Manifest.FinalLoss, published.Version)
                : new RunSuperseded();
        }
        catch (NotFiniteNumberException)
        {
            var failure = $"The last step, at epoch {attempt.Epoch}, made the predictions infinite. {Hint(spec.Optimizer)}";
            return await attempt.SaveAsync() ? new RunFailed(attempt.Epoch, failure) : new RunSuperseded();
        }
    }

    [LoggerMessage(1003, LogLevel.Warning, "Experiment {Experiment} pauses for {Pause}: {Reason}")]
    private partial void LogStoreTrouble(string experiment, TimeSpan pause, string reason);

    [LoggerMessage(1004, LogLevel.Error, "Experiment {Experiment} failed by an unexpected error")]
    private partial void LogFault(Exception exception, string experiment);
}
