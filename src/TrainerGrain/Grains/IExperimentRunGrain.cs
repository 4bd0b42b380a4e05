using Distributed.TrainerGrain.Running;

namespace Distributed.TrainerGrain.Grains;

/// <summary>The side of an experiment that its runner talks to. Each call is a turn of its own, between the users' calls.</summary>
[Alias("distributed.experiment-run")]
public interface IExperimentRunGrain : IGrainWithStringKey
{
    /// <summary>Records that training begins and returns the fence for its saves; null when it is not wanted any more.</summary>
    [Alias("begin")]
    Task<string?> BeginAsync(Guid run);

    /// <summary>Records how the run ended.</summary>
    [Alias("conclude")]
    Task ConcludeAsync(Guid run, RunOutcome outcome);
}

/// <summary>Hands what a runner has to say to the grain that owns the run.</summary>
public sealed class GrainRunOwner(IExperimentRunGrain grain, Guid run) : IRunOwner
{
    /// <inheritdoc/>
    public Task<string?> BeginAsync() => grain.BeginAsync(run);

    /// <inheritdoc/>
    public Task ConcludeAsync(RunOutcome outcome) => grain.ConcludeAsync(run, outcome);
}
