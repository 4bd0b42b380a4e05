using System.Runtime.CompilerServices;

namespace Orleans.Wire;

/// <summary>Writes and reads values of one type. Each value takes a byte at least.</summary>
internal abstract class Codec
{
    public abstract void WriteObject(WireWriter writer, object value);

    public abstract object? ReadObject(WireReader reader);
}

/// <inheritdoc/>
internal abstract class Codec<T> : Codec
{
    public abstract void Write(WireWriter writer, T value);

    public abstract T Read(WireReader reader);

    public sealed override void WriteObject(WireWriter writer, object value) => Write(writer, (T)value);

    public sealed override object? ReadObject(WireReader reader) => Read(reader);
}

/// <summary>For values of a fixed size that are what their bytes say.</summary>
internal sealed class RawCodec<T> : Codec<T> where T : unmanaged
{
    public override void Write(WireWriter writer, T value) => writer.WriteRaw(value);

    public override T Read(WireReader reader) => reader.ReadRaw<T>();
}

/// <summary>For types that two functions say all about. Null is told from a value by a byte before it.</summary>
internal sealed class LeafCodec<T>(Action<WireWriter, T> write, Func<WireReader, T> read) : Codec<T>
{
    public override void Write(WireWriter writer, T value)
    {
        if (!typeof(T).IsValueType)
        {
            writer.WriteByte(value is null ? References.Null : References.New);
        }

        if (value is not null)
        {
            write(writer, value);
        }
    }

    public override T Read(WireReader reader) => !typeof(T).IsValueType && reader.ReadByte() == References.Null ? default! : read(reader);
}

/// <summary>For variables that may hold a value of a derived type: the value's own type is written before it.</summary>
internal sealed class PolymorphicCodec<T>(CodecProvider codecs) : Codec<T>
{
    public override void Write(WireWriter writer, T value)
    {
        // Values nested beyond all measure must not end the process.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var type = value is null ? null : codecs.WireTypeOf(value);
        writer.WriteType(type);
        if (type is not null)
        {
            codecs.ForRuntimeType(type).WriteObject(writer, value!);
        }
    }

    public override T Read(WireReader reader)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (reader.ReadType() is not { } type)
        {
            return default!;
        }

        return codecs.ForRuntimeType(type).ReadObject(reader) is T value
            ? value
            : throw WireReader.Malformed($"a {type} where a {typeof(T)} was expected");
    }
}

/// <summary>For nullable structs.</summary>
internal sealed class NullableCodec<T>(CodecProvider codecs) : Codec<T?> where T : struct
{
    public override void Write(WireWriter writer, T? value)
    {
        writer.WriteByte(value is null ? References.Null : References.New);
        if (value is { } present)
        {
            codecs.ForDeclaredType<T>().Write(writer, present);
        }
    }

    public override T? Read(WireReader reader) => reader.ReadByte() == References.Null ? null : codecs.ForDeclaredType<T>().Read(reader);
}

/// <summary>For foreign types that travel as an own struct.</summary>
internal sealed class ConvertingCodec<TValue, TSurrogate>(IConverter<TValue, TSurrogate> converter, CodecProvider codecs) : Codec<TValue>
    where TSurrogate : struct
{
    public override void Write(WireWriter writer, TValue value)
    {
        writer.WriteByte(value is null ? References.Null : References.New);
        if (value is not null)
        {
            codecs.ForDeclaredType<TSurrogate>().Write(writer, converter.ConvertToSurrogate(value));
        }
    }

    public override TValue Read(WireReader reader) => reader.ReadByte() == References.Null
        ? default!
        : converter.ConvertFromSurrogate(codecs.ForDeclaredType<TSurrogate>().Read(reader));
}
