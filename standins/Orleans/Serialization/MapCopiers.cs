using System.Collections.Concurrent;

namespace Orleans.Serialization;

/// <summary>A collection of keys and values.</summary>
internal abstract class MapCopier<TMap, TKey, TValue>(CopierProvider copiers) : Copier<TMap>
    where TMap : class, IDictionary<TKey, TValue>
    where TKey : notnull
{
    private Copier<TKey>? _key;
    private Copier<TValue>? _value;

    private Copier<TKey> Key => _key ??= copiers.ForDeclaredType<TKey>();

    private Copier<TValue> Value => _value ??= copiers.ForDeclaredType<TValue>();

    public override TMap Copy(TMap value, CopyContext context)
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
        foreach (var (k, v) in value)
        {
            copy.Add(Key.Copy(k, context), Value.Copy(v, context));
        }

        return copy;
    }

    protected abstract TMap New(TMap source);
}

internal sealed class DictionaryCopier<TKey, TValue>(CopierProvider copiers) : MapCopier<Dictionary<TKey, TValue>, TKey, TValue>(copiers)
    where TKey : notnull
{
    protected override Dictionary<TKey, TValue> New(Dictionary<TKey, TValue> source) => new(source.Count, source.Comparer);
}

internal sealed class SortedDictionaryCopier<TKey, TValue>(CopierProvider copiers)
    : MapCopier<SortedDictionary<TKey, TValue>, TKey, TValue>(copiers)
    where TKey : notnull
{
    protected override SortedDictionary<TKey, TValue> New(SortedDictionary<TKey, TValue> source) => new(source.Comparer);
}

internal sealed class SortedListCopier<TKey, TValue>(CopierProvider copiers) : MapCopier<SortedList<TKey, TValue>, TKey, TValue>(copiers)
    where TKey : notnull
{
    protected override SortedList<TKey, TValue> New(SortedList<TKey, TValue> source) => new(source.Count, source.Comparer);
}

internal sealed class ConcurrentDictionaryCopier<TKey, TValue>(CopierProvider copiers)
    : MapCopier<ConcurrentDictionary<TKey, TValue>, TKey, TValue>(copiers)
    where TKey : notnull
{
    protected override ConcurrentDictionary<TKey, TValue> New(ConcurrentDictionary<TKey, TValue> source) => new(source.Comparer);
}
