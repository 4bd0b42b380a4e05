using System.Text.Json;
using System.Text.Unicode;

namespace Distributed.Contracts.Experiments;

/// <summary>Opens JSON text from outside; text that is no JSON is a fault, never an exception.</summary>
internal static class SpecDocument
{
    /// <summary>The deepest nesting of a document.</summary>
    public const int MaxDepth = 32;

    private const int MaxReason = 200;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth };

    /// <summary>Reads one JSON value in UTF-8; it does not last beyond <paramref name="read"/>.</summary>
    public static T Read<T>(ReadOnlyMemory<byte> utf8Json, Func<JsonElement, T> read, Func<SpecError, T> refuse)
    {
        if (!Utf8.IsValid(utf8Json.Span))
        {
            return refuse(new SpecError(SpecFaults.Document, "is not valid JSON: its text is not UTF-8."));
        }
        try
        {
            using var document = JsonDocument.Parse(utf8Json, Strict);
            return read(document.RootElement);
        }
        catch (JsonException fault)
        {
            return refuse(new SpecError(SpecFaults.Document, Describe(fault)));
        }
    }

    private static string Describe(JsonException fault)
    {
        // "'}' is an invalid start of a value. LineNumber: 2 | BytePositionInLine: 5." Both count from 0.
        var reason = fault.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
        return $"is not valid JSON, at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}: {SpecText.Shorten(reason, MaxReason)}";
    }
}
