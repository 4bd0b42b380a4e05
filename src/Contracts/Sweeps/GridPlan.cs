using System.Numerics;
using System.Text.Json.Nodes;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>Every combination of the values of its axes, in the order of nested loops: the last axis moves with every experiment.</summary>
internal sealed class GridPlan(IReadOnlyList<SweepAxis> axes) : SweepPlan
{
    /// <summary>The sweep's field that holds it.</summary>
    public const string Field = "grid";

    public override string Name => Field;

    public override BigInteger Count { get; } = axes.Aggregate(BigInteger.One, (count, axis) => count * axis.Count);

    public override IEnumerable<string> Paths => axes.Select(axis => axis.Path);

    public static GridPlan Read(SpecValue grid, SweptFields fields) =>
        new([.. fields.ReadAll(grid).Select(field => SweepAxis.Read(field, fields.Sample)).OfType<SweepAxis>()]);

    public override ExperimentSpec Apply(ExperimentSpec spec, int place)
    {
        for (var i = axes.Count - 1; i >= 0; i--)
        {
            (place, var value) = Math.DivRem(place, axes[i].Count);
            spec = axes[i].Apply(spec, value);
        }

        return spec;
    }

    public override JsonNode ToJson() =>
        new JsonObject(axes.Select(axis => KeyValuePair.Create<string, JsonNode?>(axis.Path, axis.ToJson())));
}
