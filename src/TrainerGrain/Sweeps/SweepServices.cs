using Distributed.Store;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Sweeps;

/// <summary>What the sweeps of a silo share.</summary>
public sealed class SweepServices(
    IGrainStateStore states, IExperimentCatalog catalog, IOptions<SweepOptions> options, TimeProvider clock, ILogger<SweepGrain> log)
{
    /// <summary>Takes new experiments.</summary>
    public IGrainStateStore States => states;

    /// <summary>Tells where experiments stand.</summary>
    public IExperimentCatalog Catalog => catalog;

    /// <summary>How experiments are handed out.</summary>
    public SweepOptions Options => options.Value;

    /// <summary>The time.</summary>
    public TimeProvider Clock => clock;

    /// <summary>The log.</summary>
    public ILogger Log => log;
}
