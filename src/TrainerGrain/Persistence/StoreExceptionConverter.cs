using Distributed.Store;

namespace Distributed.TrainerGrain.Persistence;

/// <summary>What is told of a fault of the store from one silo to another.</summary>
/// <param name="Fault">The <see cref="StoreFault"/>.</param>
/// <param name="Message">The sentence, which holds what the database said.</param>
[GenerateSerializer, Immutable, Alias("distributed.store-fault")]
public readonly record struct StoreExceptionSurrogate([property: Id(0)] int Fault, [property: Id(1)] string Message);

/// <summary>
/// Carries faults of the store, which knows nothing of Orleans, from the silo that met one to the silo that answers the caller: without it
/// the caller would hear of a missing codec.
/// </summary>
[RegisterConverter]
public sealed class StoreExceptionConverter : IConverter<StoreException, StoreExceptionSurrogate>
{
    /// <inheritdoc/>
    public StoreException ConvertFromSurrogate(in StoreExceptionSurrogate surrogate) => new((StoreFault)surrogate.Fault, surrogate.Message);

    /// <inheritdoc/>
    public StoreExceptionSurrogate ConvertToSurrogate(in StoreException value) => new((int)value.Fault, value.Message);
}
