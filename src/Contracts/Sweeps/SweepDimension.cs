using System.Text.Json;
using System.Text.Json.Nodes;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>How one field is drawn at random.</summary>
internal abstract class SweepDimension(string path)
{
    private const string Choice = "choice";
    private const string Allowed = "one of {\"uniform\": [low, high]}, {\"logUniform\": [low, high]}, {\"choice\": [values…]}";

    /// <summary>The field's path.</summary>
    public string Path => path;

    /// <summary>The spec with the field as drawn.</summary>
    public abstract ExperimentSpec Apply(ExperimentSpec spec, RandomDraw draw);

    /// <summary>The wire form.</summary>
    public abstract JsonNode ToJson();

    /// <summary>Reads how a field is drawn; null when there is a fault.</summary>
    public static SweepDimension? Read(SweptField field, ExperimentSpec sample)
    {
        if (field.Value.Json.ValueKind != JsonValueKind.Object)
        {
            return field.Value.Refuse<SweepDimension?>(Allowed, null);
        }

        if (field.Value.Json.EnumerateObject().Take(2).ToList() is not [var only])
        {
            field.Value.Faults.Add(field.Value.Path, $"does not have exactly one field; must be {Allowed}.");
            return null;
        }

        var name = JsonText.NameOf(only);
        var drawn = field with { Value = new SpecValue(only.Value, $"{field.Value.Path}.{SpecText.Shorten(name)}", field.Value.Faults) };
        return name switch
        {
            Choice => SweptValues.Read(drawn, sample) is { } values ? new ChoiceDimension(values) : null,
            RangeDimension.Uniform or RangeDimension.LogUniform => RangeDimension.Read(drawn, name, sample),
            _ => Unknown(drawn.Value),
        };
    }

    private static SweepDimension? Unknown(SpecValue value)
    {
        value.Faults.Add(value.Path, $"is unknown; must be {Allowed}.");
        return null;
    }

    /// <summary>One of several values, each as likely.</summary>
    private sealed class ChoiceDimension(SweptValues values) : SweepDimension(values.Path)
    {
        public override ExperimentSpec Apply(ExperimentSpec spec, RandomDraw draw) => values.Apply(spec, (int)draw.Below(values.Count));

        public override JsonNode ToJson() => new JsonObject { [Choice] = values.ToJson() };
    }
}
