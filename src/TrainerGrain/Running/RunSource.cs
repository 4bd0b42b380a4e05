using Distributed.Contracts.Experiments;

namespace Distributed.TrainerGrain.Running;

/// <summary>Whose turn it is: the runs of one sweep, or all that were submitted by themselves, of one priority.</summary>
/// <param name="Sweep">Name of the sweep; null for experiments submitted by themselves.</param>
/// <param name="Priority">Their priority.</param>
public readonly record struct RunSource(string? Sweep, RunPriority Priority);
