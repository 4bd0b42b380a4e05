using System.Collections.Concurrent;
using System.Reflection;
using Orleans.References;
using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>Finds or builds the copier of a type.</summary>
internal sealed class CopierProvider
{
    private readonly ConcurrentDictionary<Type, Copier> _declared = new();
    private readonly ConcurrentDictionary<Type, Copier> _runtime = new();
    private readonly ConverterRegistry _converters;

    private readonly Lazy<ReferenceFactory> _home;

    public CopierProvider(ConverterRegistry converters, Lazy<ReferenceFactory> home)
    {
        _converters = converters;
        _home = home;
    }

    /// <summary>Whether values of a type can travel at all.</summary>
    public bool CanCopy(Type type) => type.IsInterface || type.IsAbstract || type.IsGenericParameter
        || _runtime.ContainsKey(type) || Build(type) is not null;

    /// <summary>The copier for a variable of a type, whose value may be of a derived type.</summary>
    /// <exception cref="CodecNotFoundException">Values of the type cannot travel.</exception>
    public Copier ForDeclaredType(Type type) => _declared.TryGetValue(type, out var copier) ? copier : AddDeclared(type);

    /// <inheritdoc cref="ForDeclaredType(Type)"/>
    public Copier<T> ForDeclaredType<T>() => (Copier<T>)ForDeclaredType(typeof(T));

    /// <summary>The copier for a value of exactly this type.</summary>
    /// <exception cref="CodecNotFoundException">Values of the type cannot travel.</exception>
    public Copier ForRuntimeType(Type type) => _runtime.TryGetValue(type, out var copier) ? copier : AddRuntime(type);

    /// <summary>Copies a value.</summary>
    public T Copy<T>(T value)
    {
        var copier = ForDeclaredType<T>();
        return copier.IsShallow ? value : copier.Copy(value, new());
    }

    internal static Copier Create(Type openCopier, Type[] typeArguments, params object?[] arguments) =>
        (Copier)Activator.CreateInstance(
            openCopier.MakeGenericType(typeArguments),
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic,
            null,
            arguments,
            null)!;

    private Copier AddDeclared(Type type)
    {
        // Recursive types meet themselves while they are built: members resolve their copier late, so this cannot loop.
        var copier = type.IsInterface && type.IsAssignableTo(typeof(IAddressable)) ? Create(typeof(ReferenceCopier<>), [type], _home)
            : IsOpenToDerivedTypes(type) ? Create(typeof(PolymorphicCopier<>), [type], this)
            : ForRuntimeType(type);
        return _declared.GetOrAdd(type, copier);
    }

    private Copier AddRuntime(Type type)
    {
        var copier = Build(type) ?? throw new CodecNotFoundException(
            $"Could not find a copier for type {type}. Give it [GenerateSerializer] and its members [Id(n)], or register an IConverter for it.");
        return _runtime.GetOrAdd(type, copier);
    }

    private Copier? Build(Type type)
    {
        if (_converters.TryCreateCopier(type, this) is { } converted)
        {
            return converted;
        }

        if (type.IsAssignableTo(typeof(GrainReference)))
        {
            return Create(typeof(ReferenceCopier<>), [type], _home);
        }

        return ImmutableTypes.Contains(type)
            ? Create(typeof(ShallowCopier<>), [type])
            : CollectionCopiers.TryCreate(type, this) ?? MemberwiseCopiers.TryCreate(type, this);
    }

    private bool IsOpenToDerivedTypes(Type type)
    {
        if (type.IsValueType || type.IsSealed || type.IsArray)
        {
            return false;
        }

        return !_converters.Handles(type) || type.IsAbstract;
    }
}
