using System.Text.Json.Nodes;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>The values from + i × step of a number.</summary>
internal sealed class RangeAxis(SpecField<ExperimentSpec> field, RangeAxis.Numbers numbers) : SweepAxis(field.Name)
{
    private static readonly SpecObject<Numbers> Rules = new(
    [
        new("from", (range, value) => range with { From = value.Number(SpecRange.Finite, range.From) }, Missing: "a number"),
        new("count", (range, value) => range with { Count = value.Count(SweepSpec.MaxExperiments, range.Count) },
            Missing: $"a whole number from 1 to {SweepSpec.MaxExperiments}"),
        new("step", (range, value) => range with { Step = value.Number(SpecRange.Finite, range.Step) }),
    ],
        new SpecRelation<Numbers>("step", ["from", "count"],
            range => Enumerable.Range(1, range.Count - 1).All(i => range[i] != range[i - 1]),
            range => $"was {range.Step}; must be large enough to tell neighbours apart, beginning at {range.From}."));

    public override int Count => numbers.Count;

    /// <summary>Reads a range; null when it or one of its numbers has a fault, of which the first is told.</summary>
    public static new RangeAxis? Read(SweptField field, ExperimentSpec sample)
    {
        var before = field.Value.Faults.Count;
        var axis = new RangeAxis(field.Field, Rules.Read(field.Value, new Numbers(0, 1, 1)));
        for (var i = 0; i < axis.Count && field.Value.Faults.Count == before; i++)
        {
            var place = new SpecValue(SpecNumber.ToJson(axis.NumberAt(i)), $"{field.Value.Path}[{i}]", field.Value.Faults);
            field.Field.Read(sample, place);
        }

        return field.Value.Faults.Count == before ? axis : null;
    }

    public override ExperimentSpec Apply(ExperimentSpec spec, int value) => SpecNumber.Set(field, spec, NumberAt(value));

    public override JsonNode ToJson() => new JsonObject
    {
        ["from"] = SpecNumber.ToNode(numbers.From),
        ["count"] = numbers.Count,
        ["step"] = SpecNumber.ToNode(numbers.Step),
    };

    private double NumberAt(int value) => numbers[value];

    /// <summary>What the wire form tells.</summary>
    internal sealed record Numbers(double From, int Count, double Step)
    {
        /// <summary>A number by its place; whole numbers are exact as far as a spec allows them.</summary>
        public double this[int place] => From + (place * Step);
    }
}
