using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace Orleans.Serialization;

internal sealed class ReadOnlyCollectionCopier<T>(CopierProvider copiers) : SequenceCopier<ReadOnlyCollection<T>, T>(copiers)
{
    public override ReadOnlyCollection<T> Copy(ReadOnlyCollection<T> value, CopyContext context) =>
        value is null ? value! : new([.. Elements(value, context)]);
}

internal sealed class ReadOnlyDictionaryCopier<TKey, TValue>(CopierProvider copiers) : Copier<ReadOnlyDictionary<TKey, TValue>>
    where TKey : notnull
{
    public override ReadOnlyDictionary<TKey, TValue> Copy(ReadOnlyDictionary<TKey, TValue> value, CopyContext context) =>
        value is null ? value! : new(copiers.ForDeclaredType<Dictionary<TKey, TValue>>().Copy(new(value), context));
}

/// <summary>An immutable collection is its own copy when its elements are.</summary>
internal abstract class ImmutableSequenceCopier<TCollection, T>(CopierProvider copiers) : SequenceCopier<TCollection, T>(copiers)
    where TCollection : IEnumerable<T>
{
    public sealed override TCollection Copy(TCollection value, CopyContext context) =>
        value is null || Element.IsShallow ? value! : Rebuild(value, Elements(value, context));

    protected abstract TCollection Rebuild(TCollection source, IEnumerable<T> elements);
}

internal sealed class ImmutableArrayCopier<T>(CopierProvider copiers) : SequenceCopier<ImmutableArray<T>, T>(copiers)
{
    public override ImmutableArray<T> Copy(ImmutableArray<T> value, CopyContext context) =>
        value.IsDefaultOrEmpty || Element.IsShallow ? value : [.. Elements(value, context)];
}

internal sealed class ImmutableListCopier<T>(CopierProvider copiers) : ImmutableSequenceCopier<ImmutableList<T>, T>(copiers)
{
    protected override ImmutableList<T> Rebuild(ImmutableList<T> source, IEnumerable<T> elements) => [.. elements];
}

internal sealed class ImmutableHashSetCopier<T>(CopierProvider copiers) : ImmutableSequenceCopier<ImmutableHashSet<T>, T>(copiers)
{
    protected override ImmutableHashSet<T> Rebuild(ImmutableHashSet<T> source, IEnumerable<T> elements) =>
        elements.ToImmutableHashSet(source.KeyComparer);
}

internal sealed class ImmutableQueueCopier<T>(CopierProvider copiers) : ImmutableSequenceCopier<ImmutableQueue<T>, T>(copiers)
{
    protected override ImmutableQueue<T> Rebuild(ImmutableQueue<T> source, IEnumerable<T> elements) => [.. elements];
}

internal sealed class ImmutableStackCopier<T>(CopierProvider copiers) : ImmutableSequenceCopier<ImmutableStack<T>, T>(copiers)
{
    protected override ImmutableStack<T> Rebuild(ImmutableStack<T> source, IEnumerable<T> elements) =>
        ImmutableStack.CreateRange(elements.Reverse());
}

internal sealed class ImmutableDictionaryCopier<TKey, TValue>(CopierProvider copiers)
    : ImmutableSequenceCopier<ImmutableDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(copiers)
    where TKey : notnull
{
    protected override ImmutableDictionary<TKey, TValue> Rebuild(
        ImmutableDictionary<TKey, TValue> source, IEnumerable<KeyValuePair<TKey, TValue>> elements) =>
        elements.ToImmutableDictionary(source.KeyComparer);
}

internal sealed class ImmutableSortedDictionaryCopier<TKey, TValue>(CopierProvider copiers)
    : ImmutableSequenceCopier<ImmutableSortedDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(copiers)
    where TKey : notnull
{
    protected override ImmutableSortedDictionary<TKey, TValue> Rebuild(
        ImmutableSortedDictionary<TKey, TValue> source, IEnumerable<KeyValuePair<TKey, TValue>> elements) =>
        elements.ToImmutableSortedDictionary(source.KeyComparer);
}

internal sealed class NullableCopier<T>(CopierProvider copiers) : SequenceCopier<T?, T>(copiers)
    where T : struct
{
    public override bool IsShallow => Element.IsShallow;

    public override T? Copy(T? value, CopyContext context) => value is { } present ? Element.Copy(present, context) : null;
}

internal sealed class MemoryCopier<T>(CopierProvider copiers) : Copier<Memory<T>>
{
    public override Memory<T> Copy(Memory<T> value, CopyContext context) => copiers.ForDeclaredType<T[]>().Copy(value.ToArray(), context);
}

internal sealed class ReadOnlyMemoryCopier<T>(CopierProvider copiers) : Copier<ReadOnlyMemory<T>>
{
    public override ReadOnlyMemory<T> Copy(ReadOnlyMemory<T> value, CopyContext context) =>
        copiers.ForDeclaredType<T[]>().Copy(value.ToArray(), context);
}

internal sealed class ArraySegmentCopier<T>(CopierProvider copiers) : Copier<ArraySegment<T>>
{
    public override ArraySegment<T> Copy(ArraySegment<T> value, CopyContext context) =>
        value.Array is null ? value : new(copiers.ForDeclaredType<T[]>().Copy(value.ToArray(), context));
}
