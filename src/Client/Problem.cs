using System.Text.Json;

namespace Distributed.Client;

/// <summary>What a service says of a request that it refuses: problem details, or the inference protocol's error.</summary>
internal sealed record Problem(string Sentence, IReadOnlyDictionary<string, string[]> Faults)
{
    private static readonly Dictionary<string, string[]> None = [];

    /// <summary>Reads a body; one that is of neither form, such as a proxy's, leaves the sentence that is given.</summary>
    public static Problem Read(ReadOnlyMemory<byte> body, string otherwise)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Of(document.RootElement, otherwise) : new Problem(otherwise, None);
        }
        catch (JsonException)
        {
            return new Problem(otherwise, None);
        }
    }

    private static Problem Of(JsonElement problem, string otherwise)
    {
        var faults = problem.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object
            ? errors.EnumerateObject().ToDictionary(fault => fault.Name, fault => fault.Value.Deserialize<string[]>() ?? [])
            : None;
        return new Problem(Text(problem, "detail") ?? Text(problem, "error") ?? Text(problem, "title") ?? otherwise, faults);
    }

    private static string? Text(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
