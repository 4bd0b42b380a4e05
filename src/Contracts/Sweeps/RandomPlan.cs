using System.Numerics;
using System.Text.Json.Nodes;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>Values drawn at random, for each experiment and field by itself: sample i is the same however many there are.</summary>
internal sealed class RandomPlan(RandomPlan.Settings settings, IReadOnlyList<SweepDimension> space) : SweepPlan
{
    /// <summary>The sweep's field that holds it.</summary>
    public const string Field = "random";

    private const long MaxSeed = 1L << 53;

    private static readonly SpecObject<Settings> Rules = new(
    [
        new("samples", (plan, value) => plan with { Samples = value.Count(SweepSpec.MaxExperiments, plan.Samples) },
            Missing: $"a whole number from 1 to {SweepSpec.MaxExperiments}"),
        new("seed", (plan, value) => plan with { Seed = value.Integer(0, MaxSeed, plan.Seed) }),
        new("space", (plan, value) => plan with { Space = value },
            Missing: "an object such as {\"optimizer.learningRate\": {\"logUniform\": [0.001, 1]}}"),
    ]);

    public override string Name => Field;

    public override BigInteger Count => settings.Samples;

    public override IEnumerable<string> Paths => space.Select(dimension => dimension.Path);

    public static RandomPlan Read(SpecValue random, SweptFields fields)
    {
        var settings = Rules.Read(random, new Settings(1, 0, null));
        var space = settings.Space is { } given ? fields.ReadAll(given) : [];
        return new RandomPlan(settings, [.. space.Select(field => SweepDimension.Read(field, fields.Sample)).OfType<SweepDimension>()]);
    }

    public override ExperimentSpec Apply(ExperimentSpec spec, int place)
    {
        foreach (var dimension in space)
        {
            spec = dimension.Apply(spec, RandomDraw.Of(settings.Seed, dimension.Path, place));
        }

        return spec;
    }

    public override JsonNode ToJson() => new JsonObject
    {
        ["samples"] = settings.Samples,
        ["seed"] = settings.Seed,
        ["space"] = new JsonObject(space.Select(dimension => KeyValuePair.Create<string, JsonNode?>(dimension.Path, dimension.ToJson()))),
    };

    /// <summary>What the wire form tells.</summary>
    internal sealed record Settings(int Samples, long Seed, SpecValue? Space);
}
