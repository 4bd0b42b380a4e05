using Distributed.Store;
using Distributed.TrainerGrain.Recovery;
using Distributed.TrainerGrain.Running;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Grains;

/// <summary>What the grains of a silo share.</summary>
public sealed class ExperimentServices(
    ITrainingRunner runner,
    ITrainingJournal journal,
    IExperimentCatalog catalog,
    RecoveryDuty recovery,
    ILocalSiloDetails silo,
    IOptions<RunnerOptions> options,
    TimeProvider clock)
{
    /// <summary>Trains.</summary>
    public ITrainingRunner Runner => runner;

    /// <summary>Checkpoints and losses.</summary>
    public ITrainingJournal Journal => journal;

    /// <summary>The list of experiments.</summary>
    public IExperimentCatalog Catalog => catalog;

    /// <summary>Sees to experiments that nobody runs.</summary>
    public RecoveryDuty Recovery => recovery;

    /// <summary>Name of this silo.</summary>
    public string Name => silo.Name;

    /// <summary>Pause before a run that was interrupted is tried again.</summary>
    public TimeSpan RetryDelay => options.Value.RetryDelay;

    /// <summary>The time.</summary>
    public TimeProvider Clock => clock;
}
