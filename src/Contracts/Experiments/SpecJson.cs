using System.Text.Json;

namespace Distributed.Contracts.Experiments;

/// <summary>The stored form of a spec: JSON with every field written, so that the same spec gives the same bytes.</summary>
public static class SpecJson
{
    /// <summary>Writes a spec as JSON text in UTF-8.</summary>
    public static byte[] Write(ExperimentSpec spec) => JsonSerializer.SerializeToUtf8Bytes(spec, ContractsJson.Options);

    /// <summary>Reads what <see cref="Write"/> wrote, unchecked; a spec from outside is read by <see cref="SpecReader"/>.</summary>
    /// <exception cref="JsonException">The bytes are no spec.</exception>
    public static ExperimentSpec Read(ReadOnlySpan<byte> utf8Json) =>
        JsonSerializer.Deserialize<ExperimentSpec>(utf8Json, ContractsJson.Options) ?? throw new JsonException("The spec is null.");

    /// <summary>Whether two specs ask for the same.</summary>
    public static bool AreSame(ExperimentSpec one, ExperimentSpec other) => Write(one).AsSpan().SequenceEqual(Write(other));
}
