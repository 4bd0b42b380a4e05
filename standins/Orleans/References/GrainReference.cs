using Orleans.Dispatch;
using Orleans.Enumeration;
using Orleans.References;

namespace Orleans.Runtime;

/// <summary>Names a grain and, in a generated class, sends calls of its interface to it.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly IdSpan _key;

    internal GrainReference(GrainReferenceShared shared, IdSpan key)
    {
        Shared = shared;
        _key = key;
    }

    /// <summary>The grain's identity.</summary>
    public GrainId GrainId => GrainId.Create(Shared.GrainType, _key);

    /// <summary>The interface's identity.</summary>
    public GrainInterfaceType InterfaceType => Shared.Interface?.InterfaceType ?? default;

    /// <summary>The interface's name.</summary>
    public virtual string InterfaceName => Shared.Interface?.Type.Name ?? string.Empty;

    internal GrainReferenceShared Shared { get; }

    /// <summary>The same grain through another interface.</summary>
    public virtual TGrainInterface Cast<TGrainInterface>() where TGrainInterface : IAddressable => this.AsReference<TGrainInterface>();

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <inheritdoc/>
    public sealed override string ToString() => $"GrainReference:{GrainId}{(InterfaceType.IsDefault ? string.Empty : $":{InterfaceType}")}";

    /// <summary>Compares the named grains.</summary>
    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) =>
        reference1 is null ? reference2 is null : reference1.Equals(reference2);

    /// <summary>Compares the named grains.</summary>
    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !(reference1 == reference2);

    // The methods below are what generated classes call, one for each kind of return type.
    internal Task CallTask(int method, Type[]? typeArguments, object?[] arguments) =>
        Shared.Caller.Invoke(this, Request(method, typeArguments, arguments));

    internal Task<T> CallTaskOf<T>(int method, Type[]? typeArguments, object?[] arguments) =>
        Shared.Caller.Invoke<T>(this, Request(method, typeArguments, arguments));

    internal ValueTask CallValueTask(int method, Type[]? typeArguments, object?[] arguments) =>
        new(CallTask(method, typeArguments, arguments));

    internal ValueTask<T> CallValueTaskOf<T>(int method, Type[]? typeArguments, object?[] arguments) =>
        new(CallTaskOf<T>(method, typeArguments, arguments));

    internal void CallVoid(int method, Type[]? typeArguments, object?[] arguments) =>
        Shared.Caller.InvokeOneWay(this, Request(method, typeArguments, arguments));

    internal IAsyncEnumerable<T> CallStream<T>(int method, Type[]? typeArguments, object?[] arguments) =>
        new StreamRequest<T>(this, Method(method, typeArguments, arguments), arguments);

    private MethodRequest Request(int method, Type[]? typeArguments, object?[] arguments) =>
        new(Method(method, typeArguments, arguments), arguments);

    private GrainMethod Method(int index, Type[]? typeArguments, object?[] arguments)
    {
        var method = Shared.Interface!.Methods[index];
        method = typeArguments is null ? method : method.Construct(typeArguments);
        method.CopyArguments(arguments);
        return method;
    }
}
