using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Reflection;

namespace Orleans.Wire;

/// <summary>Chooses the codec of arrays and of the framework's collections.</summary>
internal static class CollectionCodecs
{
    private static readonly FrozenDictionary<Type, MethodInfo> ByDefinition = new Dictionary<Type, string>
    {
        [typeof(List<>)] = nameof(List),
        [typeof(HashSet<>)] = nameof(HashSet),
        [typeof(SortedSet<>)] = nameof(SortedSet),
        [typeof(Queue<>)] = nameof(Queue),
        [typeof(Stack<>)] = nameof(Stack),
        [typeof(LinkedList<>)] = nameof(LinkedList),
        [typeof(Collection<>)] = nameof(Collection),
        [typeof(ConcurrentQueue<>)] = nameof(ConcurrentQueue),
        [typeof(Dictionary<,>)] = nameof(Dictionary),
        [typeof(SortedDictionary<,>)] = nameof(SortedDictionary),
        [typeof(SortedList<,>)] = nameof(SortedList),
        [typeof(ConcurrentDictionary<,>)] = nameof(ConcurrentDictionary),
        [typeof(ReadOnlyCollection<>)] = nameof(ReadOnlyCollection),
        [typeof(ReadOnlyDictionary<,>)] = nameof(ReadOnlyDictionary),
        [typeof(ImmutableArray<>)] = nameof(ImmutableArray),
        [typeof(ImmutableList<>)] = nameof(ImmutableList),
        [typeof(ImmutableHashSet<>)] = nameof(ImmutableHashSet),
        [typeof(ImmutableQueue<>)] = nameof(ImmutableQueue),
        [typeof(ImmutableStack<>)] = nameof(ImmutableStack),
        [typeof(ImmutableDictionary<,>)] = nameof(ImmutableDictionary),
        [typeof(ImmutableSortedDictionary<,>)] = nameof(ImmutableSortedDictionary),
        [typeof(Memory<>)] = nameof(Memory),
        [typeof(ReadOnlyMemory<>)] = nameof(ReadOnlyMemory),
        [typeof(ArraySegment<>)] = nameof(ArraySegment),
        [typeof(Nullable<>)] = nameof(Nullable),
    }.ToFrozenDictionary(p => p.Key, p => typeof(CollectionCodecs).GetMethod(p.Value, BindingFlags.Static | BindingFlags.NonPublic)!);

    public static Codec? TryCreate(Type type, CodecProvider codecs)
    {
        if (type.IsArray)
        {
            return type.IsSZArray
                ? Generic.Create<Codec>(typeof(ArrayCodec<>), [type.GetElementType()!], codecs)
                : Generic.Create<Codec>(typeof(MultiDimensionalArrayCodec<,>), [type, type.GetElementType()!], codecs);
        }

        return type.IsConstructedGenericType && ByDefinition.TryGetValue(type.GetGenericTypeDefinition(), out var factory)
            ? (Codec)factory.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [codecs])!
            : null;
    }

    private static CollectionCodec<List<T>, T> List<T>(CodecProvider c) =>
        new CollectionCodec<List<T>, T>(c, n => new(n), (l, x) => l.Add(x));

    private static CollectionCodec<Queue<T>, T> Queue<T>(CodecProvider c) =>
        new CollectionCodec<Queue<T>, T>(c, n => new(n), (q, x) => q.Enqueue(x));

    // Enumeration goes from the top, so the bottom comes first when reversed.
    private static CollectionCodec<Stack<T>, T> Stack<T>(CodecProvider c) =>
        new CollectionCodec<Stack<T>, T>(c, n => new(n), (s, x) => s.Push(x), s => s.Reverse());

    private static CollectionCodec<LinkedList<T>, T> LinkedList<T>(CodecProvider c) =>
        new CollectionCodec<LinkedList<T>, T>(c, _ => new(), (l, x) => l.AddLast(x));

    private static CollectionCodec<Collection<T>, T> Collection<T>(CodecProvider c) =>
        new CollectionCodec<Collection<T>, T>(c, _ => [], (l, x) => l.Add(x));

    private static CollectionCodec<ConcurrentQueue<T>, T> ConcurrentQueue<T>(CodecProvider c) =>
        new CollectionCodec<ConcurrentQueue<T>, T>(c, _ => new(), (q, x) => q.Enqueue(x));

    private static ComparingCodec<HashSet<T>, T> HashSet<T>(CodecProvider c) =>
        new ComparingCodec<HashSet<T>, T>(c, s => s.Comparer, k => new((IEqualityComparer<T>?)k), (s, x) => s.Add(x));

    private static ComparingCodec<SortedSet<T>, T> SortedSet<T>(CodecProvider c) =>
        new ComparingCodec<SortedSet<T>, T>(c, s => s.Comparer, k => new((IComparer<T>?)k), (s, x) => s.Add(x));

    private static ComparingCodec<Dictionary<TKey, TValue>, KeyValuePair<TKey, TValue>> Dictionary<TKey, TValue>(CodecProvider c)
        where TKey : notnull =>
        new ComparingCodec<Dictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(
        c, d => d.Comparer, k => new((IEqualityComparer<TKey>?)k), (d, p) => d[p.Key] = p.Value);

    private static ComparingCodec<ConcurrentDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>> ConcurrentDictionary<TKey, TValue>(CodecProvider c)
        where TKey : notnull =>
        new ComparingCodec<ConcurrentDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(
            c, d => d.Comparer, k => new((IEqualityComparer<TKey>?)k), (d, p) => d[p.Key] = p.Value);

    private static ComparingCodec<SortedDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>> SortedDictionary<TKey, TValue>(CodecProvider c)
        where TKey : notnull =>
        new ComparingCodec<SortedDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(
            c, d => d.Comparer, k => new((IComparer<TKey>?)k), (d, p) => d[p.Key] = p.Value);

    private static ComparingCodec<SortedList<TKey, TValue>, KeyValuePair<TKey, TValue>> SortedList<TKey, TValue>(CodecProvider c)
        where TKey : notnull =>
        new ComparingCodec<SortedList<TKey, TValue>, KeyValuePair<TKey, TValue>>(
        c, d => d.Comparer, k => new((IComparer<TKey>?)k), (d, p) => d[p.Key] = p.Value);

    private static BuiltCodec<ReadOnlyCollection<T>, List<T>> ReadOnlyCollection<T>(CodecProvider c) =>
        new BuiltCodec<ReadOnlyCollection<T>, List<T>>(c, v => [.. v], l => new(l));

    private static BuiltCodec<ReadOnlyDictionary<TKey, TValue>, Dictionary<TKey, TValue>> ReadOnlyDictionary<TKey, TValue>(CodecProvider c)
        where TKey : notnull =>
        new BuiltCodec<ReadOnlyDictionary<TKey, TValue>, Dictionary<TKey, TValue>>(c, v => new(v), d => new(d));

    private static BuiltCodec<ImmutableArray<T>, T[]?> ImmutableArray<T>(CodecProvider c) =>
        new BuiltCodec<ImmutableArray<T>, T[]?>(c, v => v.IsDefault ? null : [.. v], a => a is null ? default : [.. a]);

    private static BuiltCodec<ImmutableList<T>, T[]> ImmutableList<T>(CodecProvider c) =>
        new BuiltCodec<ImmutableList<T>, T[]>(c, v => [.. v], a => [.. a]);

    private static BuiltCodec<ImmutableQueue<T>, T[]> ImmutableQueue<T>(CodecProvider c) =>
        new BuiltCodec<ImmutableQueue<T>, T[]>(c, v => [.. v], a => [.. a]);

    private static BuiltCodec<ImmutableStack<T>, T[]> ImmutableStack<T>(CodecProvider c) =>
        new BuiltCodec<ImmutableStack<T>, T[]>(c, v => [.. v.Reverse()], System.Collections.Immutable.ImmutableStack.CreateRange);

    private static BuiltCodec<ImmutableHashSet<T>, HashSet<T>> ImmutableHashSet<T>(CodecProvider c) =>
        new BuiltCodec<ImmutableHashSet<T>, HashSet<T>>(c, v => new(v, v.KeyComparer), s => s.ToImmutableHashSet(s.Comparer));

    private static BuiltCodec<ImmutableDictionary<TKey, TValue>, Dictionary<TKey, TValue>> ImmutableDictionary<TKey, TValue>(CodecProvider c)
        where TKey : notnull =>
        new BuiltCodec<ImmutableDictionary<TKey, TValue>, Dictionary<TKey, TValue>>(
            c, v => new(v, v.KeyComparer), d => d.ToImmutableDictionary(d.Comparer));

    private static BuiltCodec<ImmutableSortedDictionary<TKey, TValue>, SortedDictionary<TKey, TValue>> ImmutableSortedDictionary<TKey, TValue>(CodecProvider c)
        where TKey : notnull =>
        new BuiltCodec<ImmutableSortedDictionary<TKey, TValue>, SortedDictionary<TKey, TValue>>(
            c, v => new(v, v.KeyComparer), d => d.ToImmutableSortedDictionary(d.Comparer));

    private static BuiltCodec<Memory<T>, T[]> Memory<T>(CodecProvider c) => new BuiltCodec<Memory<T>, T[]>(c, v => v.ToArray(), a => a);

    private static BuiltCodec<ReadOnlyMemory<T>, T[]> ReadOnlyMemory<T>(CodecProvider c) =>
        new BuiltCodec<ReadOnlyMemory<T>, T[]>(c, v => v.ToArray(), a => a);

    private static BuiltCodec<ArraySegment<T>, T[]?> ArraySegment<T>(CodecProvider c) =>
        new BuiltCodec<ArraySegment<T>, T[]?>(c, v => v.Array is null ? null : v.ToArray(), a => a is null ? default : new(a));

    private static NullableCodec<T> Nullable<T>(CodecProvider c) where T : struct => new NullableCodec<T>(c);
}
