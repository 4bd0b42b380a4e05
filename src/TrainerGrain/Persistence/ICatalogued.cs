using Distributed.Contracts.Experiments;

namespace Distributed.TrainerGrain.Persistence;

/// <summary>Grain state that has a line in the catalog of experiments, written in the same transaction.</summary>
public interface ICatalogued
{
    /// <summary>What the catalog is to show; null for no line.</summary>
    ExperimentView? View { get; }
}
