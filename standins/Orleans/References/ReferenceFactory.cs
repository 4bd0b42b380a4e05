using System.Collections.Concurrent;
using Orleans.Dispatch;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.References;

/// <summary>Makes references and remembers their classes.</summary>
internal sealed class ReferenceFactory(RuntimeClient caller, CopierProvider copiers)
{
    private readonly ConcurrentDictionary<Type, GrainInterface> _interfaces = new();
    private readonly ConcurrentDictionary<(GrainType, Type?), GrainReferenceShared> _shared = new();

    public GrainReference Create(GrainId grainId, Type interfaceType)
    {
        var shared = Shared(grainId.Type, interfaceType);
        return shared.Interface!.CreateReference(shared, grainId.Key);
    }

    /// <summary>A reference that only names the grain.</summary>
    public GrainReference CreateUntyped(GrainId grainId) => new(Shared(grainId.Type, null), grainId.Key);

    public object Cast(IAddressable grain, Type interfaceType) => grain is GrainReference && interfaceType.IsInstanceOfType(grain)
        ? grain
        : Create(grain.GetGrainId(), interfaceType);

    /// <summary>The same reference, sending by this runtime.</summary>
    public GrainReference Rebind(GrainReference reference)
    {
        if (ReferenceEquals(reference.Shared.References, this))
        {
            return reference;
        }

        return reference.Shared.Interface is { } contract ? Create(reference.GrainId, contract.Type) : CreateUntyped(reference.GrainId);
    }

    public GrainInterface InterfaceOf(Type interfaceType)
    {
        if (!interfaceType.IsInterface || !interfaceType.IsAssignableTo(typeof(IAddressable)))
        {
            throw new ArgumentException($"{interfaceType} is not a grain interface.", nameof(interfaceType));
        }

        return _interfaces.GetOrAdd(interfaceType, static (type, c) => new GrainInterface(type, c), copiers);
    }

    private GrainReferenceShared Shared(GrainType grainType, Type? interfaceType) =>
        _shared.TryGetValue((grainType, interfaceType), out var shared)
            ? shared
            : _shared.GetOrAdd((grainType, interfaceType), new GrainReferenceShared(
                grainType, interfaceType is null ? null : InterfaceOf(interfaceType), caller, this));
}
