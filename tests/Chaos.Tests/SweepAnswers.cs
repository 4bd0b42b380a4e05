using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;

namespace Distributed.Chaos.Tests;

/// <summary>Where a sweep stands; to a start or a control, its acknowledgement.</summary>
internal sealed record SweepStanding(SweepView View) : Answer;

/// <summary>Where a sweep stood, one time after the other.</summary>
internal sealed record SweepWatched(IReadOnlyList<SweepView> Views) : Answer
{
    public override string ToString() => string.Join(", then ", Views);
}

/// <summary>The experiments of a sweep, as a list shows them.</summary>
internal sealed record SweepListed(IReadOnlyList<ExperimentView> Experiments) : Answer
{
    public override string ToString() =>
        $"{Experiments.Count} experiments: {string.Join(", ", Experiments.CountBy(view => view.Phase).Select(count => $"{count.Value} {count.Key}"))}";
}
