using System.Text.Json;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>
/// Reads sweeps from outside: the result is a valid sweep or all of its faults, never an exception. Each value is checked here by the
/// rules of its field, and so is every experiment when the sweep sets a field that a rule between fields is about; none is kept.
/// </summary>
public static class SweepReader
{
    /// <summary>Reads JSON text in UTF-8.</summary>
    /// <param name="utf8Json">One JSON value; the caller bounds its size.</param>
    /// <param name="newId">Names a sweep that has no id; by default <see cref="ResourceName.New"/>.</param>
    public static SweepResult Read(ReadOnlyMemory<byte> utf8Json, Func<string>? newId = null) =>
        SpecDocument.Read(utf8Json, sweep => Read(sweep, newId), fault => SweepResult.Invalid([fault]));

    /// <summary>Reads a JSON value.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="newId">Names a sweep that has no id; by default <see cref="ResourceName.New"/>.</param>
    public static SweepResult Read(JsonElement sweep, Func<string>? newId = null)
    {
        var faults = new SpecFaults();
        var draft = SweepRules.Sweep.Read(new SpecValue(sweep, "", faults), new SweepDraft());
        var id = draft.Id.Length > 0 ? draft.Id : (newId ?? ResourceName.New)();
        var read = sweep.ValueKind == JsonValueKind.Object ? Complete(draft with { Id = id }, faults) : null;
        return read is not null && faults.None ? SweepResult.Valid(read) : SweepResult.Invalid(faults.ToList());
    }

    private static SweepSpec? Complete(SweepDraft draft, SpecFaults faults)
    {
        SweepRules.CheckWays(draft, faults);
        var shared = SweepRules.ReadBase(draft);
        var data = draft.Data is { } list ? KeyedData.ReadAll(list, shared.Model.Length > 0 ? shared.Model : draft.Id) : [];
        var plan = SweepRules.ReadPlan(draft, new SweptFields(shared, keyed: draft.Data is not null));
        if (!faults.None || !SweepRules.CheckCount(draft, SweepCount.Of(plan, data), faults))
        {
            return null;
        }

        var sweep = new SweepSpec(draft.Id, shared, plan, data) { Halving = draft.Halving, Priority = draft.Priority };
        SweepRules.CheckSize(sweep, faults);
        SweepRules.CheckExperiments(sweep, faults);
        return sweep;
    }
}
