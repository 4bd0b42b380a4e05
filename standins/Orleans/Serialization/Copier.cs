namespace Orleans.Serialization;

/// <summary>Copies values of one type so that sender and receiver never share what one of them might change.</summary>
internal abstract class Copier
{
    /// <summary>Whether the copy is the value itself.</summary>
    public virtual bool IsShallow => false;

    public abstract object? CopyObject(object? value, CopyContext context);
}

/// <inheritdoc/>
internal abstract class Copier<T> : Copier
{
    public abstract T Copy(T value, CopyContext context);

    public sealed override object? CopyObject(object? value, CopyContext context) => value is null ? null : Copy((T)value, context);
}

/// <summary>For values that cannot change.</summary>
internal sealed class ShallowCopier<T> : Copier<T>
{
    public override bool IsShallow => true;

    public override T Copy(T value, CopyContext context) => value;
}

/// <summary>For variables that may hold a value of a derived type: the value's own type decides.</summary>
internal sealed class PolymorphicCopier<T>(CopierProvider copiers) : Copier<T>
{
    public override T Copy(T value, CopyContext context)
    {
        if (value is null)
        {
            return value;
        }

        var copier = copiers.ForRuntimeType(value.GetType());
        return copier.IsShallow ? value : (T)copier.CopyObject(value, context)!;
    }
}

/// <summary>Remembers what one message already copied, so that shared objects stay shared and cycles end.</summary>
internal sealed class CopyContext
{
    private Dictionary<object, object>? _copies;

    public bool TryGet<T>(T original, out T copy) where T : class
    {
        if (_copies is not null && _copies.TryGetValue(original, out var found))
        {
            copy = (T)found;
            return true;
        }

        copy = null!;
        return false;
    }

    public void Record(object original, object copy) =>
        (_copies ??= new(ReferenceEqualityComparer.Instance)).Add(original, copy);
}

/// <summary>For references, which send by the runtime of whoever holds them. A grain that passes itself is replaced by its reference.</summary>
internal sealed class ReferenceCopier<T>(Lazy<References.ReferenceFactory> home) : Copier<T>
{
    public override T Copy(T value, CopyContext context) => value switch
    {
        null => value,
        Runtime.GrainReference reference => (T)(object)home.Value.Rebind(reference),
        _ => ((Runtime.IAddressable)value).AsReference<T>(),
    };
}
