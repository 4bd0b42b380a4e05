using Distributed.Contracts.Experiments;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>One experiment of the workload.</summary>
/// <param name="Spec">What to train.</param>
/// <param name="IsQuiet">Nobody asks the trainers about it before it has ended, so that nothing but recovery can get it going again.</param>
/// <param name="MayBeCancelled">Clients may cancel it.</param>
internal sealed record Experiment(ExperimentSpec Spec, bool IsQuiet, bool MayBeCancelled)
{
    private volatile bool _acknowledged;

    public string Id => Spec.Id;

    /// <summary>True once a start of it was answered.</summary>
    public bool IsAcknowledged => _acknowledged;

    public void Acknowledge() => _acknowledged = true;
}
