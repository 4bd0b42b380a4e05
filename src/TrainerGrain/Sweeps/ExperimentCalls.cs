using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Grains;

namespace Distributed.TrainerGrain.Sweeps;

/// <summary>Calls many experiments at once. One that does not answer is left for the next time and holds up no other for long.</summary>
internal sealed partial class ExperimentCalls(IGrainFactory grains, SweepServices silo)
{
    /// <summary>Lets experiments be trained; returns how many could not be reached.</summary>
    public Task<int> WakeAsync(IReadOnlyList<ExperimentView> experiments) => CallAsync(experiments, grain => grain.ResumeUnfinishedAsync());

    /// <summary>Asks the same of many experiments; returns how many could not be reached. One that does not allow it stays as it is.</summary>
    public Task<int> ControlAsync(IReadOnlyList<ExperimentView> experiments, ExperimentVerb verb) =>
        CallAsync(experiments, grain => grain.ControlAsync(new ControlCommand(verb)));

    private async Task<int> CallAsync(IReadOnlyList<ExperimentView> experiments, Func<IExperimentGrain, Task> call)
    {
        var answered = await Task.WhenAll(experiments.Select(view => TryAsync(view.Id, call)));
        var failed = answered.Count(answer => !answer);
        if (failed > 0)
        {
            LogNotReached(silo.Log, failed, experiments.Count);
        }

        return failed;
    }

    private async Task<bool> TryAsync(string experiment, Func<IExperimentGrain, Task> call)
    {
        try
        {
            await call(grains.GetGrain<IExperimentGrain>(experiment)).WaitAsync(silo.Options.AnswerTimeout, silo.Clock);
            return true;
        }
#pragma warning disable CA1031 // Whatever kept it from answering, asking again later is the answer; every one of these calls is idempotent.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNoAnswer(silo.Log, exception, experiment);
            return false;
        }
    }

    [LoggerMessage(1201, LogLevel.Debug, "Experiment {Experiment} did not answer its sweep")]
    private static partial void LogNoAnswer(ILogger log, Exception exception, string experiment);

    [LoggerMessage(1202, LogLevel.Warning, "{Failed} of {Count} experiments of a sweep did not answer; they are asked again")]
    private static partial void LogNotReached(ILogger log, int failed, int count);
}
