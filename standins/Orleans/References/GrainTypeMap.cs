using System.Collections.Frozen;
using System.Reflection;
using Orleans.Metadata;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.References;

/// <summary>Knows the grain classes of the application, their type names and the interfaces they implement.</summary>
internal sealed class GrainTypeMap
{
    private readonly FrozenDictionary<GrainType, Type> _classes;
    private readonly FrozenDictionary<GrainInterfaceType, Type> _interfaces;
    private readonly FrozenDictionary<Type, Type[]> _implementations;

    public GrainTypeMap(ApplicationAssemblies assemblies)
    {
        var types = assemblies.Types;
        var classes = types.Where(IsGrainClass).ToArray();
        _classes = classes.ToFrozenDictionary(NameOf);
        Interfaces = [.. types.Where(IsGrainInterface)];
        _interfaces = Interfaces.ToFrozenDictionary(GrainInterface.NameOf);
        _implementations = classes
            .SelectMany(c => c.GetInterfaces().Where(IsGrainInterface).Select(i => (Interface: i, Class: c)))
            .GroupBy(p => p.Interface)
            .ToFrozenDictionary(g => g.Key, g => g.Select(p => p.Class).ToArray());
    }

    public IEnumerable<Type> Interfaces { get; }

    public Type ClassOf(GrainType type) => _classes.TryGetValue(type, out var found)
        ? found
        : throw new ArgumentException($"Could not find an implementation for grain type {type}.", nameof(type));

    public Type InterfaceNamed(GrainInterfaceType name) => _interfaces.TryGetValue(name, out var found)
        ? found
        : throw new ArgumentException($"Could not find the grain interface {name}.", nameof(name));

    public Type? TryGetInterface(GrainInterfaceType name) => _interfaces.GetValueOrDefault(name);

    /// <summary>The type whose grains answer an interface.</summary>
    /// <exception cref="ArgumentException">No class, or more than one, implements it.</exception>
    public GrainType GrainTypeOf(Type interfaceType, string? classNamePrefix)
    {
        var classes = _implementations.GetValueOrDefault(interfaceType) ?? [];
        if (!string.IsNullOrWhiteSpace(classNamePrefix))
        {
            return ByPrefix(interfaceType, classes, classNamePrefix);
        }

        if (interfaceType.GetCustomAttribute<DefaultGrainTypeAttribute>() is { } named)
        {
            return named.GrainType;
        }

        // Of several classes the one named as the interface without its I is the primary one.
        return (classes, Array.Find(classes, c => c.Name == interfaceType.Name[1..])) switch
        {
            (_, { } primary) => NameOf(primary),
            ([var only], _) => NameOf(only),
            ([], _) => throw new ArgumentException($"Could not find an implementation for interface {interfaceType.FullName}"),
            _ => throw new ArgumentException(
                $"Unable to identify a single appropriate grain type for interface {interfaceType.FullName}. Candidates: {Names(classes)}"),
        };
    }

    public static GrainType NameOf(Type grainClass)
    {
        if (grainClass.GetCustomAttribute<GrainTypeAttribute>() is { } named)
        {
            return named.GetGrainType(null!, grainClass);
        }

        var name = grainClass.Name.ToLowerInvariant();
        return GrainType.Create(name.Length > 5 && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name);
    }

    private static GrainType ByPrefix(Type interfaceType, Type[] classes, string prefix)
    {
        var matching = Array.FindAll(classes, c => c.FullName!.StartsWith(prefix, StringComparison.Ordinal));
        return (matching, Array.Find(matching, c => c.FullName!.Length == prefix.Length)) switch
        {
            (_, { } exact) => NameOf(exact),
            ([var only], _) => NameOf(only),
            ([], _) => throw new ArgumentException(
                $"Could not find an implementation matching prefix \"{prefix}\" for interface {interfaceType.FullName}"),
            _ => throw new ArgumentException(
                $"Unable to identify a single appropriate grain type for interface {interfaceType.FullName} "
                + $"with implementation prefix \"{prefix}\". Candidates: {Names(matching)}"),
        };
    }

    private static string Names(Type[] classes) => string.Join(", ", classes.Select(c => $"{NameOf(c)} ({c.FullName})"));

    private static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && type.IsAssignableTo(typeof(IGrainBase));

    private static bool IsGrainInterface(Type type) => type is { IsInterface: true, ContainsGenericParameters: false }
        && type.IsAssignableTo(typeof(IAddressable)) && !IsMarker(type);

    // IGrain, IGrainWithStringKey and their like say something of a grain but are not called.
    private static bool IsMarker(Type type) => type.Assembly == typeof(IGrain).Assembly && type.GetMethods().Length == 0;
}
