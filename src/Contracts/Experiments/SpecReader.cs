using System.Text.Json;

namespace Distributed.Contracts.Experiments;

/// <summary>Reads specs from outside: the result is a valid spec or all of its faults, never an exception.</summary>
public static class SpecReader
{
    /// <summary>The deepest nesting of a document; a valid spec needs four.</summary>
    public const int MaxDepth = SpecDocument.MaxDepth;

    /// <summary>Reads JSON text in UTF-8.</summary>
    /// <param name="utf8Json">One JSON value; the caller bounds its size.</param>
    /// <param name="newId">Names an experiment that has no id; by default <see cref="ResourceName.New"/>.</param>
    public static SpecResult Read(ReadOnlyMemory<byte> utf8Json, Func<string>? newId = null) =>
        SpecDocument.Read(utf8Json, spec => Read(spec, newId), fault => SpecResult.Invalid([fault]));

    /// <summary>Reads a JSON value.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="newId">Names an experiment that has no id; by default <see cref="ResourceName.New"/>.</param>
    public static SpecResult Read(JsonElement spec, Func<string>? newId = null)
    {
        var faults = new SpecFaults();
        var read = SpecRules.Experiment.Read(new SpecValue(spec, "", faults), new ExperimentSpec { Id = "", Model = "" });
        return faults.None ? SpecResult.Valid(Named(read, newId)) : SpecResult.Invalid(faults.ToList());
    }

    private static ExperimentSpec Named(ExperimentSpec spec, Func<string>? newId)
    {
        var id = spec.Id.Length > 0 ? spec.Id : (newId ?? ResourceName.New)();
        return spec with { Id = id, Model = spec.Model.Length > 0 ? spec.Model : id };
    }
}
