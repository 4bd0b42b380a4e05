namespace Orleans.Wire;

/// <summary>A mutable collection: written once per message, however often it is referenced.</summary>
internal class CollectionCodec<TCollection, T>(
    CodecProvider codecs, Func<int, TCollection> create, Action<TCollection, T> add, Func<TCollection, IEnumerable<T>>? order = null)
    : Codec<TCollection>
    where TCollection : class, IEnumerable<T>
{
    private Codec<T>? _element;

    // Found late because elements may contain the collection.
    private Codec<T> Element => _element ??= codecs.ForDeclaredType<T>();

    public sealed override void Write(WireWriter writer, TCollection value)
    {
        if (writer.TryWriteReference(value))
        {
            return;
        }

        WriteHead(writer, value);
        writer.WriteCount(value.Count());
        foreach (var item in order?.Invoke(value) ?? value)
        {
            Element.Write(writer, item);
        }
    }

    public sealed override TCollection Read(WireReader reader)
    {
        if (reader.TryReadReference(out TCollection? known, out var position))
        {
            return known!;
        }

        var head = ReadHead(reader);
        var count = reader.ReadCount();
        var collection = Create(head, count);
        reader.Record(position, collection);
        for (var i = 0; i < count; i++)
        {
            Add(collection, Element.Read(reader));
        }

        return collection;
    }

    protected virtual void WriteHead(WireWriter writer, TCollection value)
    {
    }

    protected virtual object? ReadHead(WireReader reader) => null;

    protected virtual TCollection Create(object? head, int count) => create(count);

    private void Add(TCollection collection, T item)
    {
        try
        {
            add(collection, item);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // A null key, or keys without an order.
            throw WireReader.Malformed($"an element that {typeof(TCollection)} refuses");
        }
    }
}

/// <summary>A mutable collection with a comparer.</summary>
internal sealed class ComparingCodec<TCollection, T>(
    CodecProvider codecs, Func<TCollection, object> comparerOf, Func<object?, TCollection> create, Action<TCollection, T> add)
    : CollectionCodec<TCollection, T>(codecs, _ => create(null), add)
    where TCollection : class, IEnumerable<T>
{
    protected override void WriteHead(WireWriter writer, TCollection value) => writer.WriteByte(Comparers.CodeOf(comparerOf(value)));

    protected override object? ReadHead(WireReader reader) => Comparers.WithCode(reader.ReadByte());

    protected override TCollection Create(object? head, int count)
    {
        try
        {
            return create(head);
        }
        catch (InvalidCastException)
        {
            throw WireReader.Malformed($"a comparer of text in {typeof(TCollection)}");
        }
    }
}

/// <summary>A collection that is made at once from a simpler one.</summary>
internal sealed class BuiltCodec<TCollection, TSimple>(
    CodecProvider codecs, Func<TCollection, TSimple> simplify, Func<TSimple, TCollection> build) : Codec<TCollection>
{
    public override void Write(WireWriter writer, TCollection value) =>
        codecs.ForDeclaredType<TSimple>().Write(writer, value is null ? default! : simplify(value));

    public override TCollection Read(WireReader reader)
    {
        var simple = codecs.ForDeclaredType<TSimple>().Read(reader);
        return simple is null && !typeof(TCollection).IsValueType ? default! : build(simple);
    }
}
