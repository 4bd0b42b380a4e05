using System.Text.Json;
using System.Text.Json.Nodes;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>The values of one field in a grid.</summary>
internal abstract class SweepAxis(string path)
{
    /// <summary>The field's path.</summary>
    public string Path => path;

    /// <summary>How many values it has.</summary>
    public abstract int Count { get; }

    /// <summary>The spec with one of the values.</summary>
    public abstract ExperimentSpec Apply(ExperimentSpec spec, int value);

    /// <summary>The wire form.</summary>
    public abstract JsonNode ToJson();

    /// <summary>Reads the values of a field; null when there is a fault.</summary>
    public static SweepAxis? Read(SweptField field, ExperimentSpec sample) => field.Value.Json.ValueKind switch
    {
        JsonValueKind.Array => SweptValues.Read(field, sample),
        JsonValueKind.Object => RangeAxis.Read(field, sample),
        _ => field.Value.Refuse<SweepAxis?>("a list of values, or {\"from\": n, \"count\": n, \"step\": n}", null),
    };
}
