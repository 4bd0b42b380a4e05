using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Distributed.Contracts.Tests.Sweeps;

/// <summary>Random sweeps as JSON text; most are valid, the others for their combinations.</summary>
internal static class SweepGenerator
{
    private static readonly (string Path, string[] Values)[] Paths =
    [
        ("seed", ["0", "1", "9007199254740992"]),
        ("epochs", ["1", "10", "10000000"]),
        ("optimizer.learningRate", ["0.1", "1e-9", "3"]),
        ("optimizer.momentum", ["0", "0.5", "0.99"]),
        ("optimizer.nesterov", ["false", "true"]),
        ("loss.kind", ["\"mse\"", "\"l1\"", "\"huber\""]),
        ("network.hidden", ["[]", "[4]", "[4,2]"]),
        ("network", ["{\"activation\":\"tanh\"}", "{\"hidden\": [3]}"]),
        ("data.noise", ["0", "1.5", "20"]),
        ("data.features", ["1", "2", "5"]),
        ("data", ["{\"samples\":7}", "{\"kind\":\"inline\",\"x\": [[1]],\"y\": [2]}"]),
    ];

    private static readonly Gen<string> Axis =
        from path in Gen.Elements(Paths)
        from count in Gen.Choose(1, path.Values.Length)
        select $"\"{path.Path}\":[{string.Join(',', path.Values.Take(count))}]";

    private static readonly Gen<string> Range =
        from first in Gen.Choose(0, 1_000)
        from count in Gen.Choose(1, 20)
        from step in Gen.Choose(1, 7)
        select $$"""
            "data.randomState":{"from":{{first}},"count":{{count}},"step":{{step}}}
            """;

    private static readonly Gen<string> Dimension = Gen.OneOf(
        Axis.Select(axis => axis.Replace(":[", ":{\"choice\":[", StringComparison.Ordinal) + "}"),
        Ends("data.bias", "uniform"), Ends("epochs", "uniform"), Ends("optimizer.learningRate", "logUniform"), Ends("epochs", "logUniform"));

    private static readonly Gen<string> Grid =
        from axes in Several(Gen.OneOf(Axis, Range))
        select $$"""
            "grid":{{{axes}}}
            """;

    private static readonly Gen<string> Random =
        from samples in Gen.Choose(1, 50)
        from seed in Gen.Choose(0, 1_000)
        from space in Several(Dimension)
        select $$$"""
            "random":{"samples":{{{samples}}},"seed":{{{seed}}},"space":{{{{space}}}}}
            """;

    private static readonly Gen<string> List =
        from count in Gen.Choose(1, 10)
        from items in (
            from path in Gen.Elements(Paths)
            from value in Gen.Elements(path.Values)
            select $$"""{"{{path.Path}}":{{value}}}""").ArrayOf(count)
        select $"\"list\":[{string.Join(',', items)}]";

    private static readonly Gen<string> Data =
        from count in Gen.Choose(1, 4)
        select $"\"data\":[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"key":"k{{i}}","samples":{{i + 1}}}"""))}]";

    public static readonly Arbitrary<string> Any = Arb.From(
        from way in Gen.OneOf(Grid, Random, List)
        from data in Data
        from shape in Gen.Choose(0, 3)
        select shape switch
        {
            0 => $$"""{"id":"s","base":{},{{data}}}""",
            1 => $$"""{"id":"s","base":{"model":"m"},{{way}},{{data}}}""",
            _ => Sweeps.With($"\"id\":\"s\",{way}"),
        });

    /// <summary>A grid each of whose values differs from the others, over fields that do not depend on each other.</summary>
    public static readonly Arbitrary<string> DistinctGrid = Arb.From(
        from rates in Gen.Choose(1, 3)
        from losses in Gen.Choose(1, 3)
        from range in Range
        select $$$"""
            {"id":"s","base":{"data":{},"model":"m"},"grid":{"optimizer.learningRate":[{{{Take(2, rates)}}}],{{{range}}},"loss.kind":[{{{Take(5, losses)}}}]}}
            """);

    private static string Take(int path, int count) => string.Join(',', Paths[path].Values.Take(count));

    private static Gen<string> Ends(string path, string kind) =>
        from low in Gen.Choose(1, 100)
        from width in Gen.Choose(0, 100)
        select string.Create(CultureInfo.InvariantCulture, $$"""
            "{{path}}":{"{{kind}}":[{{low}},{{low + width}}]}
            """);

    /// <summary>One to three, no two of the same path.</summary>
    private static Gen<string> Several(Gen<string> one) =>
        from count in Gen.Choose(1, 3)
        from all in one.ArrayOf(count)
        select string.Join(',', all.DistinctBy(axis => axis[..axis.IndexOf(':', StringComparison.Ordinal)]));
}
