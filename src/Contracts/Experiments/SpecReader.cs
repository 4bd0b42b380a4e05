using System.Text.Json;
using System.Text.Unicode;

namespace Distributed.Contracts.Experiments;

/// <summary>Reads specs from outside: the result is a valid spec or all of its faults, never an exception.</summary>
public static class SpecReader
{
    /// <summary>The deepest nesting of a document; a valid spec needs four.</summary>
    public const int MaxDepth = 32;

    private const int MaxReason = 200;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth };

    /// <summary>Reads JSON text in UTF-8.</summary>
    /// <param name="utf8Json">One JSON value; the caller bounds its size.</param>
    /// <param name="newId">Names an experiment that has no id; by default <see cref="ResourceName.New"/>.</param>
    public static SpecResult Read(ReadOnlyMemory<byte> utf8Json, Func<string>? newId = null)
    {
        if (!Utf8.IsValid(utf8Json.Span))
        {
            return Unreadable("is not valid JSON: its text is not UTF-8.");
        }
        try
        {
            using var document = JsonDocument.Parse(utf8Json, Strict);
            return Read(document.RootElement, newId);
        }
        catch (JsonException fault)
        {
            return Unreadable(Describe(fault));
        }
    }

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

    private static SpecResult Unreadable(string problem) => SpecResult.Invalid([new SpecError(SpecFaults.Document, problem)]);

    private static string Describe(JsonException fault)
    {
        // "'}' is an invalid start of a value. LineNumber: 2 | BytePositionInLine: 5." Both count from 0.
        var reason = fault.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
        return $"is not valid JSON, at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}: {SpecText.Shorten(reason, MaxReason)}";
    }
}
