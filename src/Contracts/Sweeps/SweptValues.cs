using System.Text.Json.Nodes;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>Listed values of one field.</summary>
internal sealed class SweptValues(string path, IReadOnlyList<Func<ExperimentSpec, ExperimentSpec>> values) : SweepAxis(path)
{
    public override int Count => values.Count;

    /// <summary>Reads a list of values; null when one has a fault.</summary>
    public static new SweptValues? Read(SweptField field, ExperimentSpec sample)
    {
        var before = field.Value.Faults.Count;
        var values = field.Value.Items("values")
            .Select(item => field.Field.Bind(item with { Json = item.Json.Clone() }, sample))
            .OfType<Func<ExperimentSpec, ExperimentSpec>>()
            .ToList();
        return field.Value.Faults.Count == before ? new SweptValues(field.Path, values) : null;
    }

    public override ExperimentSpec Apply(ExperimentSpec spec, int value) => values[value](spec);

    public override JsonNode ToJson() =>
        new JsonArray([.. values.Select(value => SpecPaths.ValueOf(SpecPaths.ToJson(value(SpecPaths.Blank)), Path))]);
}
