using System.Text;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Tests.Experiments;

/// <summary>Short ways to read a spec from text.</summary>
internal static class Specs
{
    public const string Minimal = """{"data":{"kind":"regression"}}""";

    public static SpecResult Read(string json) => SpecReader.Read(Encoding.UTF8.GetBytes(json), () => "generated");

    public static ExperimentSpec ReadValid(string json)
    {
        var result = Read(json);
        Assert.True(result.IsValid, string.Join('\n', result.Errors));
        Assert.Empty(result.Errors);
        return result.Spec;
    }

    /// <summary>The faults of a spec that must have some.</summary>
    public static IReadOnlyList<SpecError> ReadFaulty(string json)
    {
        var result = Read(json);
        Assert.Null(result.Spec);
        Assert.NotEmpty(result.Errors);
        return result.Errors;
    }

    /// <summary>Asserts that a spec has one fault, this one.</summary>
    public static void AssertFault(string json, string field, string problem) =>
        Assert.Equal([new SpecError(field, problem)], ReadFaulty(json));

    /// <summary>A spec with a regression's data and these fields beside it.</summary>
    public static string With(string fields) => $$"""{"data":{"kind":"regression"},{{fields}}}""";

    /// <summary>A spec whose data is this.</summary>
    public static string WithData(string data) => $$"""{"data":{{data}}}""";

    /// <summary>A spec with these fields in a regression's data.</summary>
    public static string WithRegression(string fields) => WithData($$"""{"kind":"regression",{{fields}}}""");
}
