using System.Text.Json;
using System.Text.Json.Nodes;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>The fields of a spec by their paths: <c>optimizer.learningRate</c>, or a whole object such as <c>network</c>.</summary>
internal static class SpecPaths
{
    /// <summary>Every path but the id, which a sweep gives.</summary>
    public static readonly OrderedDictionary<string, SpecField<ExperimentSpec>> All = new(SpecRules.Fields
        .SelectMany(field => (SpecField<ExperimentSpec>[])[field, .. field.Inner])
        .Where(field => field.Name != "id")
        .Select(field => KeyValuePair.Create(field.Name, field)));

    /// <summary>A spec to set values on that are to be looked at by themselves.</summary>
    public static readonly ExperimentSpec Blank = new() { Id = "", Model = "" };

    /// <summary>Whether a path is that of a field, or of a field within it.</summary>
    public static bool IsWithin(string path, string field) =>
        path.StartsWith(field, StringComparison.Ordinal) && (path.Length == field.Length || path[field.Length] == '.');

    /// <summary>The path of the object that a field is in; null when it is the spec.</summary>
    public static string? ParentOf(string path) => path.LastIndexOf('.') is var dot and >= 0 ? path[..dot] : null;

    /// <summary>A spec as JSON.</summary>
    public static JsonNode ToJson(ExperimentSpec spec) => JsonSerializer.SerializeToNode(spec, ContractsJson.Options)!;

    /// <summary>What a spec in JSON has at a path.</summary>
    public static JsonNode ValueOf(JsonNode spec, string path) => path.Split('.').Aggregate(spec, (node, name) => node[name]!).DeepClone();
}
