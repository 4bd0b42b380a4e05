using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orleans.Wire;

/// <summary>Arrays; those of numbers are written as their bytes.</summary>
internal sealed class ArrayCodec<T>(CodecProvider codecs) : Codec<T[]>
{
    private Codec<T>? _element;

    private Codec<T> Element => _element ??= codecs.ForDeclaredType<T>();

    public override void Write(WireWriter writer, T[] value)
    {
        if (writer.TryWriteReference(value))
        {
            return;
        }

        writer.WriteCount(value.Length);
        if (typeof(T).IsPrimitive)
        {
            BytesOf(value).CopyTo(writer.Reserve(checked(value.Length * Unsafe.SizeOf<T>())));
            return;
        }

        foreach (var item in value)
        {
            Element.Write(writer, item);
        }
    }

    public override T[] Read(WireReader reader)
    {
        if (reader.TryReadReference(out T[]? known, out var position))
        {
            return known!;
        }

        var count = reader.ReadCount();
        if (typeof(T).IsPrimitive && (long)count * Unsafe.SizeOf<T>() > reader.Remaining)
        {
            throw WireReader.Malformed($"an array of {count} {typeof(T)}");
        }

        var array = new T[count];
        reader.Record(position, array);
        if (typeof(T).IsPrimitive)
        {
            reader.Take(count * Unsafe.SizeOf<T>()).CopyTo(BytesOf(array));
            return array;
        }

        for (var i = 0; i < count; i++)
        {
            array[i] = Element.Read(reader);
        }

        return array;
    }

    private static Span<byte> BytesOf(T[] array) => MemoryMarshal.CreateSpan(
        ref Unsafe.As<T, byte>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length * Unsafe.SizeOf<T>());
}

internal sealed class MultiDimensionalArrayCodec<TArray, T>(CodecProvider codecs) : Codec<TArray> where TArray : class
{
    public override void Write(WireWriter writer, TArray value)
    {
        if (writer.TryWriteReference(value))
        {
            return;
        }

        var array = (Array)(object)value;
        for (var d = 0; d < array.Rank; d++)
        {
            writer.WriteCount(array.GetLength(d));
        }

        var element = codecs.ForDeclaredType<T>();
        foreach (T item in array)
        {
            element.Write(writer, item);
        }
    }

    public override TArray Read(WireReader reader)
    {
        if (reader.TryReadReference(out TArray? known, out var position))
        {
            return known!;
        }

        var lengths = new int[typeof(TArray).GetArrayRank()];
        var total = 1L;
        for (var d = 0; d < lengths.Length; d++)
        {
            lengths[d] = reader.ReadCount();
            total = Math.Min(total * lengths[d], int.MaxValue);
        }

        var array = total <= reader.Remaining ? Array.CreateInstance(typeof(T), lengths) : throw WireReader.Malformed($"{total} elements");
        reader.Record(position, array);
        Fill(array, reader);
        return (TArray)(object)array;
    }

    private void Fill(Array array, WireReader reader)
    {
        var element = codecs.ForDeclaredType<T>();
        var index = new int[array.Rank];
        for (var i = 0; i < array.Length; i++)
        {
            array.SetValue(element.Read(reader), index);
            for (var d = index.Length - 1; d >= 0 && ++index[d] == array.GetLength(d); d--)
            {
                index[d] = 0;
            }
        }
    }
}
