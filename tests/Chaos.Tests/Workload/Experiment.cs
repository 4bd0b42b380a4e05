using Distributed.Contracts.Experiments;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>One experiment of the workload.</summary>
/// <param name="Spec">What to train.</param>
/// <param name="Recipe">Which of the recipes its spec follows; all experiments of a recipe train to the same weights.</param>
/// <param name="IsQuiet">Nobody asks the trainers about it before it has ended, so that nothing but recovery can get it going again.</param>
/// <param name="MayBeCancelled">Clients may cancel it.</param>
internal sealed record Experiment(ExperimentSpec Spec, int Recipe, bool IsQuiet, bool MayBeCancelled)
{
    private volatile bool _acknowledged;

    public string Id => Spec.Id;

    /// <summary>True once a start of it was answered.</summary>
    public bool IsAcknowledged => _acknowledged;

    public void Acknowledge() => _acknowledged = true;
}
