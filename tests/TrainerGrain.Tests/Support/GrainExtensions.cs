using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Grains;
using Orleans.Concurrency;

namespace Distributed.TrainerGrain.Tests.Support;

internal static class GrainExtensions
{
    public static Task<StartResult> StartAsync(this IExperimentGrain grain, ExperimentSpec spec) =>
        grain.StartAsync(new Immutable<ExperimentSpec>(spec));

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
