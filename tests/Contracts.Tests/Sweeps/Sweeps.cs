using System.Text;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;

namespace Distributed.Contracts.Tests.Sweeps;

/// <summary>Short ways to read a sweep from text.</summary>
internal static class Sweeps
{
    public const string Base = """{"data":{"kind":"regression"}}""";

    public static SweepResult Read(string json) => SweepReader.Read(Encoding.UTF8.GetBytes(json), () => "generated");

    public static SweepSpec ReadValid(string json)
    {
        var result = Read(json);
        Assert.True(result.IsValid, string.Join('\n', result.Errors));
        Assert.Empty(result.Errors);
        return result.Sweep;
    }

    /// <summary>The faults of a sweep that must have some.</summary>
    public static IReadOnlyList<SpecError> ReadFaulty(string json)
    {
        var result = Read(json);
        Assert.Null(result.Sweep);
        Assert.NotEmpty(result.Errors);
        return result.Errors;
    }

    /// <summary>Asserts that a sweep has one fault, this one.</summary>
    public static void AssertFault(string json, string field, string problem) =>
        Assert.Equal([new SpecError(field, problem)], ReadFaulty(json));

    /// <summary>A sweep over the tutorial with these fields beside its base.</summary>
    public static string With(string fields) => $$"""{"base":{{Base}},{{fields}}}""";

    /// <summary>A sweep over the tutorial by this grid.</summary>
    public static string Grid(string axes) => With($$"""
        "grid":{{{axes}}}
        """);

    public static IEnumerable<ExperimentSpec> Experiments(this SweepSpec sweep) =>
        Enumerable.Range(0, sweep.Count).Select(sweep.ExperimentAt);

    public static string Text(this SweepSpec sweep) => Encoding.UTF8.GetString(SweepJson.Write(sweep));
}
