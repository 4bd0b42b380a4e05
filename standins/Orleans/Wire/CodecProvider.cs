using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Orleans.Enumeration;
using Orleans.References;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Wire;

/// <summary>Finds or builds the codec of a type: what can be copied can be written, and nothing else.</summary>
internal sealed class CodecProvider
{
    private readonly ConverterRegistry _converters;
    private readonly Lazy<ReferenceFactory> _references;
    private readonly GrainTypeMap _types;
    private readonly ExceptionCodec _exceptions;
    private readonly ConcurrentDictionary<Type, Codec> _declared = new();
    private readonly ConcurrentDictionary<Type, Codec> _runtime = new();

    public CodecProvider(ConverterRegistry converters, Lazy<ReferenceFactory> references, GrainTypeMap types)
    {
        _converters = converters;
        _references = references;
        _types = types;
        _exceptions = new(this);
        Requests = new(this, references, types);
    }

    /// <summary>The codec of calls.</summary>
    public RequestCodec Requests { get; }

    /// <summary>The codec for a variable of a type, whose value may be of a derived type.</summary>
    /// <exception cref="CodecNotFoundException">Values of the type cannot travel.</exception>
    public Codec ForDeclaredType(Type type) => _declared.TryGetValue(type, out var codec) ? codec : AddDeclared(type);

    /// <inheritdoc cref="ForDeclaredType(Type)"/>
    public Codec<T> ForDeclaredType<T>() => (Codec<T>)ForDeclaredType(typeof(T));

    /// <summary>The codec for a value of exactly this type.</summary>
    /// <exception cref="CodecNotFoundException">Values of the type cannot travel.</exception>
    public Codec ForRuntimeType(Type type) => _runtime.TryGetValue(type, out var codec) ? codec : AddRuntime(type);

    /// <summary>The type that a value is written as: types of the runtime's own making stand for their well-known base.</summary>
    public Type WireTypeOf(object value) => value switch
    {
        GrainReference => typeof(GrainReference),
        Exception when !_converters.Handles(value.GetType()) => typeof(Exception),
        Type => typeof(Type),
        IPAddress => typeof(IPAddress),
        CultureInfo => typeof(CultureInfo),
        _ => value.GetType(),
    };

    private Codec AddDeclared(Type type)
    {
        // Recursive types meet themselves while they are built: members resolve their codec late, so this cannot loop.
        var codec = type.IsAssignableTo(typeof(GrainReference)) || type.IsInterface && type.IsAssignableTo(typeof(IAddressable))
            ? Generic.Create<Codec>(typeof(ReferenceCodec<>), [type], _references, _types)
            : IsOpenToDerivedTypes(type) ? Generic.Create<Codec>(typeof(PolymorphicCodec<>), [type], this)
            : ForRuntimeType(type);
        return _declared.GetOrAdd(type, codec);
    }

    private Codec AddRuntime(Type type)
    {
        var codec = Build(type) ?? throw new CodecNotFoundException(
            $"Could not find a codec for type {type}. Give it [GenerateSerializer] and its members [Id(n)], or register an IConverter for it.");
        return _runtime.GetOrAdd(type, codec);
    }

    private Codec? Build(Type type)
    {
        if (_converters.Find(type) is { } found)
        {
            return Generic.Create<Codec>(typeof(ConvertingCodec<,>), [type, found.Surrogate], Activator.CreateInstance(found.Converter), this);
        }

        if (type == typeof(GrainReference))
        {
            return new ReferenceCodec<GrainReference>(_references, _types);
        }

        if (type.IsAssignableTo(typeof(Exception)))
        {
            return _exceptions;
        }

        if (type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(StreamRequest<>))
        {
            return Generic.Create<Codec>(typeof(StreamRequestCodec<>), type.GetGenericArguments(), Requests);
        }

        return type.IsEnum ? Generic.Create<Codec>(typeof(RawCodec<>), [type])
            : LeafCodecs.TryGet(type) ?? CollectionCodecs.TryCreate(type, this) ?? MemberwiseCodecs.TryCreate(type, this);
    }

    private bool IsOpenToDerivedTypes(Type type) => !type.IsValueType && !type.IsSealed && !type.IsArray
        && (type == typeof(object) || LeafCodecs.TryGet(type) is null)
        && (!_converters.Handles(type) || type.IsAbstract)
        || type.IsAssignableTo(typeof(Exception));
}
