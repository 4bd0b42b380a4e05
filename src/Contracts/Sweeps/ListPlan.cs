using System.Numerics;
using System.Text.Json.Nodes;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>The fields of each experiment, one by one.</summary>
internal sealed class ListPlan(IReadOnlyList<IReadOnlyList<SweptValue>> experiments) : SweepPlan
{
    /// <summary>The sweep's field that holds it.</summary>
    public const string Field = "list";

    public override string Name => Field;

    public override BigInteger Count => experiments.Count;

    public override IEnumerable<string> Paths => experiments.SelectMany(values => values.Select(value => value.Path)).Distinct();

    public static ListPlan Read(SpecValue list, SweptFields fields) =>
        new([.. list.Items("objects whose names are paths").Select(item => ReadItem(item, fields))]);

    public override ExperimentSpec Apply(ExperimentSpec spec, int place) =>
        experiments[place].Aggregate(spec, (changed, value) => value.Set(changed));

    public override JsonNode ToJson() => new JsonArray([.. experiments.Select((values, place) =>
    {
        var applied = SpecPaths.ToJson(Apply(SpecPaths.Blank, place));
        return new JsonObject(values.Select(value =>
            KeyValuePair.Create<string, JsonNode?>(value.Path, SpecPaths.ValueOf(applied, value.Path))));
    })]);

    private static List<SweptValue> ReadItem(SpecValue item, SweptFields fields) =>
    [
        .. from field in fields.ReadAll(item, empty: true)
           let set = field.Field.Bind(field.Value with { Json = field.Value.Json.Clone() }, fields.Sample)
           where set is not null
           select new SweptValue(field.Path, set),
    ];
}

/// <summary>A value that one experiment gives to a field.</summary>
internal sealed record SweptValue(string Path, Func<ExperimentSpec, ExperimentSpec> Set);
