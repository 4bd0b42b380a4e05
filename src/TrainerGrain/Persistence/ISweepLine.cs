using Distributed.Store;

namespace Distributed.TrainerGrain.Persistence;

/// <summary>Grain state that has a line in the list of sweeps, written in the same transaction.</summary>
public interface ISweepLine
{
    /// <summary>What the list is to show; null for no line.</summary>
    SweepEntry? Entry { get; }
}
