using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Orleans.Wire;

/// <summary>Writes one message into a pooled buffer. Objects written before are referred to by their position.</summary>
internal sealed class WireWriter : IDisposable
{
    private const int InitialSize = 512;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    private Dictionary<object, int>? _objects;
    private Dictionary<Type, int>? _types;

    public int Length { get; private set; }

    /// <summary>Where the message begins that positions are counted in.</summary>
    public int Origin { get; set; }

    private int Position => Length - Origin;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    public void WriteByte(byte value) => Reserve(1)[0] = value;

    public void WriteRaw<T>(T value) where T : unmanaged => MemoryMarshal.Write(Reserve(Marshal<T>.Size), in value);

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteCount(bytes.Length);
        bytes.CopyTo(Reserve(bytes.Length));
    }

    /// <summary>Writes a non-negative number in as many bytes as it needs.</summary>
    public void WriteCount(int value) => WriteNumber((uint)value);

    public void WriteNumber(uint value)
    {
        while (value >= 0x80)
        {
            WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        WriteByte((byte)value);
    }

    public void WriteString(string value)
    {
        var size = Encoding.UTF8.GetByteCount(value);
        WriteCount(size);
        Encoding.UTF8.GetBytes(value, Reserve(size));
    }

    /// <summary>Writes which type follows; null for no value at all.</summary>
    public void WriteType(Type? type)
    {
        if (type is null)
        {
            WriteNumber(TypeNames.NoType);
        }
        else if (TypeNames.TryGetCode(type, out var code))
        {
            WriteNumber(code);
        }
        else if (_types is not null && _types.TryGetValue(type, out var position))
        {
            WriteNumber(TypeNames.FirstPosition + (uint)position);
        }
        else
        {
            WriteNumber(TypeNames.NameFollows);
            (_types ??= []).Add(type, Position);
            WriteString(TypeNames.NameOf(type));
        }
    }

    /// <summary>Writes null or a reference to what was written before; true when that was all there is to write.</summary>
    public bool TryWriteReference(object? value)
    {
        if (value is null)
        {
            WriteByte(References.Null);
            return true;
        }

        _objects ??= new(ReferenceEqualityComparer.Instance);
        if (_objects.TryGetValue(value, out var position))
        {
            WriteByte(References.Known);
            WriteCount(position);
            return true;
        }

        _objects.Add(value, Position);
        WriteByte(References.New);
        return false;
    }

    /// <summary>Begins a part whose length is written before it, so that a reader can skip it.</summary>
    public int BeginPart()
    {
        Reserve(sizeof(int));
        return Length;
    }

    public void EndPart(int start) => BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(start - sizeof(int)), Length - start);

    public Span<byte> Reserve(int count)
    {
        if (_buffer.Length - Length < count)
        {
            Grow(count);
        }

        var span = _buffer.AsSpan(Length, count);
        Length += count;
        return span;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Length + count), (int)Math.Min(2L * _buffer.Length, Array.MaxLength)));
        _buffer.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private static class Marshal<T> where T : unmanaged
    {
        public static readonly int Size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
    }
}

/// <summary>How an object that may occur several times in a message begins.</summary>
internal static class References
{
    public const byte Null = 0;
    public const byte New = 1;
    public const byte Known = 2;
}
