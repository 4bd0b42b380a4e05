using System.Text.Json;
using Distributed.Contracts;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;

namespace Distributed.TrainerGrain.Grains;

/// <summary>How a contract type, which knows nothing of Orleans, travels between silos: as the JSON that it is on the wire anyway.</summary>
[GenerateSerializer, Immutable, Alias("distributed.json")]
public readonly record struct JsonSurrogate([property: Id(0)] byte[] Utf8)
{
    /// <summary>A value, as contracts are written.</summary>
    public static JsonSurrogate Of<T>(T value) => new(JsonSerializer.SerializeToUtf8Bytes(value, ContractsJson.Options));

    /// <summary>The value that <see cref="Of"/> was given.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Utf8, ContractsJson.Options)!;
}

/// <summary>Carries specs.</summary>
[RegisterConverter]
public sealed class ExperimentSpecConverter : IConverter<ExperimentSpec, JsonSurrogate>
{
    /// <inheritdoc/>
    public ExperimentSpec ConvertFromSurrogate(in JsonSurrogate surrogate) => SpecJson.Read(surrogate.Utf8);

    /// <inheritdoc/>
    public JsonSurrogate ConvertToSurrogate(in ExperimentSpec value) => new(SpecJson.Write(value));
}

/// <summary>Carries views.</summary>
[RegisterConverter]
public sealed class ExperimentViewConverter : IConverter<ExperimentView, JsonSurrogate>
{
    /// <inheritdoc/>
    public ExperimentView ConvertFromSurrogate(in JsonSurrogate surrogate) => surrogate.Read<ExperimentView>();

    /// <inheritdoc/>
    public JsonSurrogate ConvertToSurrogate(in ExperimentView value) => JsonSurrogate.Of(value);
}

/// <summary>Carries sweeps.</summary>
[RegisterConverter]
public sealed class SweepSpecConverter : IConverter<SweepSpec, JsonSurrogate>
{
    /// <inheritdoc/>
    public SweepSpec ConvertFromSurrogate(in JsonSurrogate surrogate) => SweepJson.Read(surrogate.Utf8);

    /// <inheritdoc/>
    public JsonSurrogate ConvertToSurrogate(in SweepSpec value) => new(SweepJson.Write(value));
}

/// <summary>Carries views of sweeps.</summary>
[RegisterConverter]
public sealed class SweepViewConverter : IConverter<SweepView, JsonSurrogate>
{
    /// <inheritdoc/>
    public SweepView ConvertFromSurrogate(in JsonSurrogate surrogate) => surrogate.Read<SweepView>();

    /// <inheritdoc/>
    public JsonSurrogate ConvertToSurrogate(in SweepView value) => JsonSurrogate.Of(value);
}

/// <summary>Carries the settings of successive halving.</summary>
[RegisterConverter]
public sealed class HalvingConverter : IConverter<Halving, JsonSurrogate>
{
    /// <inheritdoc/>
    public Halving ConvertFromSurrogate(in JsonSurrogate surrogate) => surrogate.Read<Halving>();

    /// <inheritdoc/>
    public JsonSurrogate ConvertToSurrogate(in Halving value) => JsonSurrogate.Of(value);
}
