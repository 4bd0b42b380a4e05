using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Grains;
using Orleans.Concurrency;

namespace Distributed.TrainerGrain.Tests.Support;

internal static class GrainExtensions
{
    public static Task<StartResult> StartAsync(this IExperimentGrain grain, ExperimentSpec spec) =>
        grain.StartAsync(new Immutable<ExperimentSpec>(spec));

    public static Task<ControlResult> ControlAsync(this IExperimentGrain grain, ExperimentVerb verb, int epochs = 0) =>
        grain.ControlAsync(new ControlCommand(verb, epochs));

    /// <summary>Asks for something that must be allowed, and gives where the experiment then stands.</summary>
    public static async Task<ExperimentView> MustAsync(this IExperimentGrain grain, ExperimentVerb verb, int epochs = 0)
    {
        var result = await grain.ControlAsync(verb, epochs);
        Assert.Equal(ControlRuling.Allowed, result.Ruling);
        return result.Experiment!;
    }

    /// <summary>Waits until the experiment is as wanted, by its live stream.</summary>
    public static async Task<ExperimentView> WaitAsync(this IExperimentGrain grain, Func<ExperimentView, bool> wanted)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        await foreach (var progress in grain.WatchAsync(0, patience.Token))
        {
            if (wanted(progress.Experiment))
            {
                return progress.Experiment;
            }
        }

        throw new InvalidOperationException($"The stream ended before the experiment was as wanted; it is {await grain.GetStatusAsync()}.");
    }

    public static Task<ExperimentView> WaitForAsync(this IExperimentGrain grain, ExperimentPhase phase) =>
        grain.WaitAsync(view => view.Phase == phase);
}
