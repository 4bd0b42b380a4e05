using System.Text.Json.Nodes;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>A number between two ends. Of a field of whole numbers only those are drawn, both ends among them.</summary>
internal sealed class RangeDimension(SpecField<ExperimentSpec> field, string kind, double low, double high)
    : SweepDimension(field.Name)
{
    /// <summary>Every number as likely.</summary>
    public const string Uniform = "uniform";

    /// <summary>Every order of magnitude as likely.</summary>
    public const string LogUniform = "logUniform";

    /// <summary>Reads the two ends; null when there is a fault. What a field allows between two numbers that it allows, it allows.</summary>
    public static RangeDimension? Read(SweptField field, string kind, ExperimentSpec sample)
    {
        if (field.Value.Json.ValueKind != System.Text.Json.JsonValueKind.Array || field.Value.Json.GetArrayLength() != 2)
        {
            return field.Value.Refuse<RangeDimension?>("a list of two numbers, the lower one first", null);
        }

        var before = field.Value.Faults.Count;
        double[] ends = [.. field.Value.Items("numbers").Select(end => ReadEnd(end, kind, field.Field, sample))];
        if (field.Value.Faults.Count == before && ends[0] > ends[1])
        {
            field.Value.Faults.Add(field.Value.Path, $"was {ends[0]} to {ends[1]}; must have the lower one first.");
        }

        return field.Value.Faults.Count == before ? new RangeDimension(field.Field, kind, ends[0], ends[1]) : null;
    }

    public override ExperimentSpec Apply(ExperimentSpec spec, RandomDraw draw) =>
        SpecNumber.Set(field, spec, field.Whole ? Whole(draw) : kind == Uniform ? draw.Uniform(low, high) : draw.LogUniform(low, high));

    public override JsonNode ToJson() => new JsonObject { [kind] = new JsonArray(SpecNumber.ToNode(low), SpecNumber.ToNode(high)) };

    private static double ReadEnd(SpecValue end, string kind, SpecField<ExperimentSpec> field, ExperimentSpec sample)
    {
        var before = end.Faults.Count;
        var number = end.Number(kind == LogUniform ? SpecRange.Positive : SpecRange.Finite, 0);
        if (end.Faults.Count == before)
        {
            field.Read(sample, end);
        }

        return number;
    }

    private double Whole(RandomDraw draw) =>
        kind == Uniform ? low + draw.Below((long)(high - low) + 1) : Math.Min(Math.Floor(draw.LogUniform(low, high + 1)), high);
}
