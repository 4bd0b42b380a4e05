using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace Orleans.Serialization;

/// <summary>Chooses the copier of arrays and of the framework's collections.</summary>
internal static class CollectionCopiers
{
    private static readonly FrozenDictionary<Type, Type> ByDefinition = new Dictionary<Type, Type>
    {
        [typeof(List<>)] = typeof(ListCopier<>),
        [typeof(Dictionary<,>)] = typeof(DictionaryCopier<,>),
        [typeof(HashSet<>)] = typeof(HashSetCopier<>),
        [typeof(Queue<>)] = typeof(QueueCopier<>),
        [typeof(Stack<>)] = typeof(StackCopier<>),
        [typeof(LinkedList<>)] = typeof(LinkedListCopier<>),
        [typeof(Collection<>)] = typeof(CollectionCopier<>),
        [typeof(ReadOnlyCollection<>)] = typeof(ReadOnlyCollectionCopier<>),
        [typeof(SortedSet<>)] = typeof(SortedSetCopier<>),
        [typeof(SortedDictionary<,>)] = typeof(SortedDictionaryCopier<,>),
        [typeof(SortedList<,>)] = typeof(SortedListCopier<,>),
        [typeof(ConcurrentDictionary<,>)] = typeof(ConcurrentDictionaryCopier<,>),
        [typeof(ConcurrentQueue<>)] = typeof(ConcurrentQueueCopier<>),
        [typeof(ReadOnlyDictionary<,>)] = typeof(ReadOnlyDictionaryCopier<,>),
        [typeof(ImmutableArray<>)] = typeof(ImmutableArrayCopier<>),
        [typeof(ImmutableList<>)] = typeof(ImmutableListCopier<>),
        [typeof(ImmutableHashSet<>)] = typeof(ImmutableHashSetCopier<>),
        [typeof(ImmutableDictionary<,>)] = typeof(ImmutableDictionaryCopier<,>),
        [typeof(ImmutableSortedDictionary<,>)] = typeof(ImmutableSortedDictionaryCopier<,>),
        [typeof(ImmutableQueue<>)] = typeof(ImmutableQueueCopier<>),
        [typeof(ImmutableStack<>)] = typeof(ImmutableStackCopier<>),
        [typeof(Memory<>)] = typeof(MemoryCopier<>),
        [typeof(ReadOnlyMemory<>)] = typeof(ReadOnlyMemoryCopier<>),
        [typeof(ArraySegment<>)] = typeof(ArraySegmentCopier<>),
        [typeof(Nullable<>)] = typeof(NullableCopier<>),
    }.ToFrozenDictionary();

    public static Copier? TryCreate(Type type, CopierProvider copiers)
    {
        if (type.IsArray)
        {
            var element = type.GetElementType()!;
            return type.IsSZArray
                ? CopierProvider.Create(typeof(ArrayCopier<>), [element], copiers)
                : CopierProvider.Create(typeof(MultiDimensionalArrayCopier<,>), [type, element], copiers);
        }

        return type.IsConstructedGenericType && ByDefinition.TryGetValue(type.GetGenericTypeDefinition(), out var copier)
            ? CopierProvider.Create(copier, type.GetGenericArguments(), copiers)
            : null;
    }
}
