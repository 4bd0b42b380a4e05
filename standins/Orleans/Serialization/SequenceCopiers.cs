using System.Collections.Concurrent;
using System.Collections.ObjectModel;

namespace Orleans.Serialization;

/// <summary>A collection of one element type. Its element copier is found late because elements may contain the collection.</summary>
internal abstract class SequenceCopier<TCollection, T>(CopierProvider copiers) : Copier<TCollection>
{
    private Copier<T>? _element;

    protected Copier<T> Element => _element ??= copiers.ForDeclaredType<T>();

    protected IEnumerable<T> Elements(IEnumerable<T> source, CopyContext context) =>
        Element.IsShallow ? source : source.Select(item => Element.Copy(item, context));
}

/// <summary>A mutable collection: copied once per message, however often it is referenced.</summary>
internal abstract class MutableSequenceCopier<TCollection, T>(CopierProvider copiers) : SequenceCopier<TCollection, T>(copiers)
    where TCollection : class
{
    public sealed override TCollection Copy(TCollection value, CopyContext context)
    {
        if (value is null)
        {
            return value!;
        }

        if (context.TryGet(value, out var copy))
        {
            return copy;
        }

        copy = New(value);
        context.Record(value, copy);
        Fill(value, copy, context);
        return copy;
    }

    protected abstract TCollection New(TCollection source);

    protected abstract void Fill(TCollection source, TCollection target, CopyContext context);
}

internal sealed class ArrayCopier<T>(CopierProvider copiers) : MutableSequenceCopier<T[], T>(copiers)
{
    protected override T[] New(T[] source) => source.Length == 0 ? source : new T[source.Length];

    protected override void Fill(T[] source, T[] target, CopyContext context)
    {
        if (Element.IsShallow)
        {
            source.AsSpan().CopyTo(target);
            return;
        }

        for (var i = 0; i < source.Length; i++)
        {
            target[i] = Element.Copy(source[i], context);
        }
    }
}

internal sealed class MultiDimensionalArrayCopier<TArray, T>(CopierProvider copiers) : SequenceCopier<TArray, T>(copiers)
    where TArray : class
{
    public override TArray Copy(TArray value, CopyContext context)
    {
        var copy = (Array)((Array)(object)value).Clone();
        if (!Element.IsShallow)
        {
            var index = new int[copy.Rank];
            foreach (T item in (Array)(object)value)
            {
                copy.SetValue(Element.Copy(item, context), index);
                Advance(index, copy);
            }
        }

        return (TArray)(object)copy;
    }

    private static void Advance(int[] index, Array array)
    {
        for (var d = index.Length - 1; d >= 0 && ++index[d] == array.GetLength(d); d--)
        {
            index[d] = 0;
        }
    }
}

internal sealed class ListCopier<T>(CopierProvider copiers) : MutableSequenceCopier<List<T>, T>(copiers)
{
    protected override List<T> New(List<T> source) => new(source.Count);

    protected override void Fill(List<T> source, List<T> target, CopyContext context) => target.AddRange(Elements(source, context));
}

internal sealed class HashSetCopier<T>(CopierProvider copiers) : MutableSequenceCopier<HashSet<T>, T>(copiers)
{
    protected override HashSet<T> New(HashSet<T> source) => new(source.Count, source.Comparer);

    protected override void Fill(HashSet<T> source, HashSet<T> target, CopyContext context) => target.UnionWith(Elements(source, context));
}

internal sealed class SortedSetCopier<T>(CopierProvider copiers) : MutableSequenceCopier<SortedSet<T>, T>(copiers)
{
    protected override SortedSet<T> New(SortedSet<T> source) => new(source.Comparer);

    protected override void Fill(SortedSet<T> source, SortedSet<T> target, CopyContext context) => target.UnionWith(Elements(source, context));
}

internal sealed class QueueCopier<T>(CopierProvider copiers) : MutableSequenceCopier<Queue<T>, T>(copiers)
{
    protected override Queue<T> New(Queue<T> source) => new(source.Count);

    protected override void Fill(Queue<T> source, Queue<T> target, CopyContext context)
    {
        foreach (var item in Elements(source, context))
        {
            target.Enqueue(item);
        }
    }
}

internal sealed class ConcurrentQueueCopier<T>(CopierProvider copiers) : MutableSequenceCopier<ConcurrentQueue<T>, T>(copiers)
{
    protected override ConcurrentQueue<T> New(ConcurrentQueue<T> source) => new();

    protected override void Fill(ConcurrentQueue<T> source, ConcurrentQueue<T> target, CopyContext context)
    {
        foreach (var item in Elements(source, context))
        {
            target.Enqueue(item);
        }
    }
}

internal sealed class StackCopier<T>(CopierProvider copiers) : MutableSequenceCopier<Stack<T>, T>(copiers)
{
    protected override Stack<T> New(Stack<T> source) => new(source.Count);

    protected override void Fill(Stack<T> source, Stack<T> target, CopyContext context)
    {
        // Enumeration goes from the top, so the bottom comes first when reversed.
        foreach (var item in Elements(source.Reverse(), context))
        {
            target.Push(item);
        }
    }
}

internal sealed class LinkedListCopier<T>(CopierProvider copiers) : MutableSequenceCopier<LinkedList<T>, T>(copiers)
{
    protected override LinkedList<T> New(LinkedList<T> source) => new();

    protected override void Fill(LinkedList<T> source, LinkedList<T> target, CopyContext context)
    {
        foreach (var item in Elements(source, context))
        {
            target.AddLast(item);
        }
    }
}

internal sealed class CollectionCopier<T>(CopierProvider copiers) : MutableSequenceCopier<Collection<T>, T>(copiers)
{
    protected override Collection<T> New(Collection<T> source) => [];

    protected override void Fill(Collection<T> source, Collection<T> target, CopyContext context)
    {
        foreach (var item in Elements(source, context))
        {
            target.Add(item);
        }
    }
}
