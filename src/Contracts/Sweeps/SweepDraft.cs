using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>The parts of a sweep as they are given, before they are read together.</summary>
internal sealed record SweepDraft
{
    /// <summary>The id; empty when none is given.</summary>
    public string Id { get; init; } = "";

    public SpecValue? Base { get; init; }

    public SpecValue? Grid { get; init; }

    public SpecValue? Random { get; init; }

    public SpecValue? List { get; init; }

    public SpecValue? Data { get; init; }

    public Halving? Halving { get; init; }

    public RunPriority Priority { get; init; }
}
