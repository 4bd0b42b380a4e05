using System.Diagnostics.CodeAnalysis;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>What became of reading a sweep: either the sweep, valid with every one of its experiments, or every fault that it has.</summary>
public sealed record SweepResult
{
    private SweepResult(SweepSpec? sweep, IReadOnlyList<SpecError> errors)
    {
        Sweep = sweep;
        Errors = errors;
    }

    /// <summary>The valid sweep; null when there are errors.</summary>
    public SweepSpec? Sweep { get; }

    /// <summary>What is wrong; empty when there is a sweep. Fields are named by their place: <c>grid.optimizer.learningRate[2]</c>.</summary>
    public IReadOnlyList<SpecError> Errors { get; }

    /// <summary>Whether there is a sweep.</summary>
    [MemberNotNullWhen(true, nameof(Sweep))]
    public bool IsValid => Sweep is not null;

    internal static SweepResult Valid(SweepSpec sweep) => new(sweep, []);

    internal static SweepResult Invalid(IReadOnlyList<SpecError> errors) => new(null, errors);
}
