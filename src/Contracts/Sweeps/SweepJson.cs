using System.Text.Json;
using System.Text.Json.Nodes;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>
/// The stored form of a sweep: JSON with every field of the base written and every number in one way, so that the same sweep gives the
/// same bytes, however it was written. The order of axes and values belongs to the sweep, since experiments are numbered by it.
/// </summary>
public static class SweepJson
{
    /// <summary>Writes a sweep as JSON text in UTF-8.</summary>
    public static byte[] Write(SweepSpec sweep)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        var json = new JsonObject { ["id"] = sweep.Id, ["base"] = BaseOf(sweep) };
        if (sweep.Plan is { } plan)
        {
            json[plan.Name] = plan.ToJson();
        }

        if (sweep.Data.Count > 0)
        {
            json["data"] = new JsonArray([.. sweep.Data.Select(data => data.ToJson())]);
        }

        if (sweep.Priority != RunPriority.Normal)
        {
            json[SweepSpec.PriorityField] = JsonSerializer.SerializeToNode(sweep.Priority, ContractsJson.Options);
        }

        if (sweep.Halving is { } halving)
        {
            json[Halving.Field] = halving.ToJson();
        }

        return JsonSerializer.SerializeToUtf8Bytes(json, ContractsJson.Options);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are no sweep.</exception>
    public static SweepSpec Read(ReadOnlyMemory<byte> utf8Json)
    {
        var result = SweepReader.Read(utf8Json);
        return result.Sweep ?? throw new JsonException($"The sweep is faulty: {result.Errors[0].Field} {result.Errors[0].Problem}");
    }

    /// <summary>Whether two sweeps ask for the same.</summary>
    public static bool AreSame(SweepSpec one, SweepSpec other) => Write(one).AsSpan().SequenceEqual(Write(other));

    private static JsonObject BaseOf(SweepSpec sweep)
    {
        var shared = SpecPaths.ToJson(sweep.Shared).AsObject();
        shared.Remove("id");
        if (sweep.Shared.Model.Length == 0)
        {
            shared.Remove("model");
        }

        if (sweep.Data.Count > 0)
        {
            shared.Remove("data");
        }

        return shared;
    }
}
