using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Serialization;

/// <summary>Knows the classes marked with <see cref="RegisterConverterAttribute"/>.</summary>
internal sealed class ConverterRegistry
{
    private readonly ConcurrentDictionary<Type, Type?> _resolved = new();
    private readonly List<(Type Converter, Type Interface)> _converters = [];

    public ConverterRegistry(ApplicationAssemblies assemblies)
    {
        foreach (var type in assemblies.Types.Where(t => t.IsDefined(typeof(RegisterConverterAttribute))))
        {
            _converters.AddRange(type.GetInterfaces()
                .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IConverter<,>))
                .Select(i => (type, i)));
        }
    }

    public bool Handles(Type type) => _resolved.GetOrAdd(type, Resolve) is not null;

    /// <summary>The class that converts a type and the struct it converts it to; null when there is none.</summary>
    public (Type Converter, Type Surrogate)? Find(Type type)
    {
        if (!Handles(type))
        {
            return null;
        }

        var converter = _resolved[type]!;
        var surrogate = converter.GetInterfaces()
            .First(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IConverter<,>) && i.GetGenericArguments()[0] == type)
            .GetGenericArguments()[1];
        return (converter, surrogate);
    }

    /// <summary>The copier through the surrogate; null when no converter handles the type.</summary>
    public Copier? TryCreateCopier(Type type, CopierProvider copiers) => Find(type) is { } found
        ? CopierProvider.Create(typeof(ConvertingCopier<,>), [type, found.Surrogate], Activator.CreateInstance(found.Converter), copiers)
        : null;

    private Type? Resolve(Type type)
    {
        foreach (var (converter, contract) in _converters)
        {
            var value = contract.GetGenericArguments()[0];
            if (value == type)
            {
                return converter;
            }

            // An open converter closes over the arguments of the value's type.
            if (converter.IsGenericTypeDefinition && type.IsConstructedGenericType && value.IsGenericType
                && value.GetGenericTypeDefinition() == type.GetGenericTypeDefinition())
            {
                return converter.MakeGenericType(type.GetGenericArguments());
            }
        }

        return null;
    }
}

internal sealed class ConvertingCopier<TValue, TSurrogate>(IConverter<TValue, TSurrogate> converter, CopierProvider copiers) : Copier<TValue>
    where TSurrogate : struct
{
    public override TValue Copy(TValue value, CopyContext context)
    {
        if (value is null)
        {
            return value;
        }

        var surrogate = copiers.ForDeclaredType<TSurrogate>().Copy(converter.ConvertToSurrogate(value), context);
        return converter.ConvertFromSurrogate(surrogate);
    }
}
