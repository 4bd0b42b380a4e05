using System.Diagnostics.CodeAnalysis;

namespace Distributed.Contracts.Experiments;

/// <summary>What became of reading a spec: either the spec, valid, or every fault that it has.</summary>
public sealed record SpecResult
{
    private SpecResult(ExperimentSpec? spec, IReadOnlyList<SpecError> errors)
    {
        Spec = spec;
        Errors = errors;
    }

    /// <summary>The valid spec; null when there are errors.</summary>
    public ExperimentSpec? Spec { get; }

    /// <summary>What is wrong; empty when there is a spec.</summary>
    public IReadOnlyList<SpecError> Errors { get; }

    /// <summary>Whether there is a spec.</summary>
    [MemberNotNullWhen(true, nameof(Spec))]
    public bool IsValid => Spec is not null;

    internal static SpecResult Valid(ExperimentSpec spec) => new(spec, []);

    internal static SpecResult Invalid(IReadOnlyList<SpecError> errors) => new(null, errors);
}

/// <summary>One fault of a spec.</summary>
/// <param name="Field">The faulty field: <c>optimizer.learningRate</c>, <c>data.x[3][1]</c>; <c>$</c> is the spec itself.</param>
/// <param name="Problem">What it was and what is allowed, in a sentence that goes on from the field's name.</param>
public sealed record SpecError(string Field, string Problem);
