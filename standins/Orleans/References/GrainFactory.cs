using Orleans.Runtime;

namespace Orleans.References;

/// <inheritdoc/>
internal class GrainFactory(ReferenceFactory references, GrainTypeMap types) : IGrainFactory
{
    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => Get<TGrainInterface>(GrainIdKeyExtensions.CreateGuidKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        Get<TGrainInterface>(GrainIdKeyExtensions.CreateIntegerKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => Get<TGrainInterface>(KeyOf(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey =>
        Get<TGrainInterface>(GrainIdKeyExtensions.CreateGuidKey(primaryKey, KeyExtension(keyExtension)), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey =>
        Get<TGrainInterface>(GrainIdKeyExtensions.CreateIntegerKey(primaryKey, KeyExtension(keyExtension)), grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) =>
        (IGrain)(object)Get(grainInterfaceType, GrainIdKeyExtensions.CreateGuidKey(grainPrimaryKey), null);

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) =>
        (IGrain)(object)Get(grainInterfaceType, GrainIdKeyExtensions.CreateIntegerKey(grainPrimaryKey), null);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) =>
        (IGrain)(object)Get(grainInterfaceType, KeyOf(grainPrimaryKey), null);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId) where TGrainInterface : IAddressable =>
        (TGrainInterface)(object)references.Create(grainId, typeof(TGrainInterface));

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => interfaceType.IsDefault
        ? references.CreateUntyped(grainId)
        : references.Create(grainId, types.InterfaceNamed(interfaceType));

    private static IdSpan KeyOf(string primaryKey)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return IdSpan.Create(primaryKey);
    }

    private static string KeyExtension(string keyExtension)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(keyExtension);
        return keyExtension;
    }

    private T Get<T>(IdSpan key, string? prefix) => (T)(object)Get(typeof(T), key, prefix);

    private GrainReference Get(Type interfaceType, IdSpan key, string? prefix) =>
        references.Create(GrainId.Create(types.GrainTypeOf(interfaceType, prefix), key), interfaceType);
}

/// <inheritdoc/>
internal sealed class ClusterClient(ReferenceFactory references, GrainTypeMap types, IServiceProvider services)
    : GrainFactory(references, types), IClusterClient
{
    public IServiceProvider ServiceProvider { get; } = services;
}
