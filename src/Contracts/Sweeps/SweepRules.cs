using System.Numerics;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>The rules of a sweep.</summary>
internal static class SweepRules
{
    private const string Ways = "\"grid\", \"random\" or \"list\"";

    /// <summary>The parts of a sweep.</summary>
    public static readonly SpecObject<SweepDraft> Sweep = new(
    [
        new("id", (sweep, value) => sweep with { Id = value.Name(sweep.Id) }),
        new("base", (sweep, value) => sweep with { Base = value }, Missing: "the spec that all experiments share"),
        new(GridPlan.Field, (sweep, value) => sweep with { Grid = value }),
        new(RandomPlan.Field, (sweep, value) => sweep with { Random = value }),
        new(ListPlan.Field, (sweep, value) => sweep with { List = value }),
        new("data", (sweep, value) => sweep with { Data = value }),
        new(SweepSpec.PriorityField, (sweep, value) => sweep with { Priority = value.Choice(sweep.Priority) }),
        new(Halving.Field, (sweep, value) => sweep with { Halving = Halving.Read(value) }),
    ]);

    private static readonly SpecObject<ExperimentSpec> Base = BaseWithout(data: false);
    private static readonly SpecObject<ExperimentSpec> BaseOfKeyed = BaseWithout(data: true);

    /// <summary>Exactly one way in which experiments differ; data sets are one, and go with any other.</summary>
    public static void CheckWays(SweepDraft draft, SpecFaults faults)
    {
        (string Name, SpecValue? Value)[] ways = [(GridPlan.Field, draft.Grid), (RandomPlan.Field, draft.Random), (ListPlan.Field, draft.List)];
        string[] given = [.. ways.Where(way => way.Value is not null).Select(way => way.Name)];
        if (given.Length > 1)
        {
            faults.Add(SpecFaults.Document, $"has {string.Join(" and ", given)}; must have one of {Ways} alone.");
        }
        else if (given.Length == 0 && draft.Data is null)
        {
            faults.Add(SpecFaults.Document, $"does not say how experiments differ; must have one of {Ways}, or \"data\", or both.");
        }
    }

    /// <summary>The spec that all experiments share, without an id.</summary>
    public static ExperimentSpec ReadBase(SweepDraft draft)
    {
        var table = draft.Data is null ? Base : BaseOfKeyed;
        return draft.Base is { } value ? table.Read(value, SpecPaths.Blank) : SpecPaths.Blank;
    }

    /// <summary>How experiments differ; null when they do by their data alone.</summary>
    public static SweepPlan? ReadPlan(SweepDraft draft, SweptFields fields) =>
        draft.Grid is { } grid ? GridPlan.Read(grid, fields)
        : draft.Random is { } random ? RandomPlan.Read(random, fields)
        : draft.List is { } list ? ListPlan.Read(list, fields)
        : null;

    /// <summary>Whether there are not too many experiments, and their ids not too long; adds a fault otherwise.</summary>
    public static bool CheckCount(SweepDraft draft, BigInteger count, SpecFaults faults)
    {
        if (count > SweepSpec.MaxExperiments)
        {
            faults.Add(SpecFaults.Document, $"makes {count} experiments; must make 1 to {SweepSpec.MaxExperiments}.");
            return false;
        }

        var longest = ResourceName.MaxLength - 1 - SweepCount.DigitsOf((int)count);
        if (draft.Id.Length > longest)
        {
            faults.Add("id", $"was {draft.Id.Length} characters long; must be at most {longest}, for the experiments' numbers to follow.");
        }

        return faults.None;
    }

    /// <summary>Checks that the experiments do not have too much data together: a small request can ask for far more than a store holds.</summary>
    public static void CheckSize(SweepSpec sweep, SpecFaults faults)
    {
        if (SweepSize.NumbersIn(sweep) is var numbers and > SweepSpec.MaxNumbers)
        {
            faults.Add(
                SpecFaults.Document,
                $"makes {sweep.Count} experiments with {numbers} numbers of inline data together, of which each keeps its own; "
                + $"must make at most {SweepSpec.MaxNumbers} numbers, with fewer experiments or less data.");
        }
    }

    /// <summary>Checks the rules between fields in every experiment, when the sweep sets a field that one is about.</summary>
    public static void CheckExperiments(SweepSpec sweep, SpecFaults faults)
    {
        if (sweep.Plan is not { } plan || !plan.Paths.Any(SpecRules.Relates))
        {
            return;
        }

        for (var i = 0; i < sweep.Count; i++)
        {
            var found = new SpecFaults();
            SpecRules.CheckRelations(sweep.ExperimentAt(i), found);
            foreach (var error in found.ToList())
            {
                faults.Add(plan.Name, $"makes experiment {i} faulty: {error.Field} {error.Problem}");
            }
        }
    }

    private static SpecObject<ExperimentSpec> BaseWithout(bool data) => new([.. SpecRules.Fields.Select(field => field.Name switch
    {
        "id" => Refused("id", "is what the sweep gives to each experiment; leave it out."),
        "data" when data => Refused("data", KeyedData.Conflict),
        _ => field,
    })]);

    private static SpecField<ExperimentSpec> Refused(string name, string problem) => new(name, (spec, value) =>
    {
        value.Faults.Add(value.Path, problem);
        return spec;
    });
}
