using System.Text.Json;
using System.Text.Json.Nodes;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>Sets numbers that were computed, not read.</summary>
internal static class SpecNumber
{
    /// <summary>The number as JSON, which gives the same bits when it is read.</summary>
    public static JsonElement ToJson(double number) => JsonSerializer.SerializeToElement(number, ContractsJson.Options);

    /// <inheritdoc cref="ToJson"/>
    public static JsonNode ToNode(double number) => JsonValue.Create(number);

    /// <summary>Sets a field to a number that it is known to allow.</summary>
    public static ExperimentSpec Set(SpecField<ExperimentSpec> field, ExperimentSpec spec, double number) =>
        field.Read(spec, new SpecValue(ToJson(number), field.Name, new SpecFaults()));
}
