using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Orleans.Serialization;

namespace Orleans.Wire;

/// <summary>
/// Reads what <see cref="WireWriter"/> wrote. Bytes that nobody wrote end in a <see cref="SerializerException"/>, never in anything worse.
/// </summary>
internal sealed class WireReader(ReadOnlyMemory<byte> message)
{
    private Dictionary<int, object>? _objects;

    public int Position { get; private set; }

    public int Remaining => message.Length - Position;

    public byte ReadByte() => Take(1)[0];

    public T ReadRaw<T>() where T : unmanaged => MemoryMarshal.Read<T>(Take(Unsafe.SizeOf<T>()));

    public ReadOnlySpan<byte> ReadBytes() => Take(ReadCount());

    public uint ReadNumber()
    {
        var value = 0u;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var part = ReadByte();
            value |= (uint)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Malformed("a number of more than five bytes");
    }

    /// <summary>Reads how many elements follow. Each takes a byte at least, so there cannot be more than bytes.</summary>
    public int ReadCount()
    {
        var count = ReadNumber();
        return count <= Remaining ? (int)count : throw Malformed($"{count} elements in {Remaining} bytes");
    }

    public string ReadString() => Encoding.UTF8.GetString(ReadBytes());

    /// <summary>Reads which type follows; null for no value at all.</summary>
    public Type? ReadType()
    {
        var code = ReadNumber();
        switch (code)
        {
            case TypeNames.NoType:
                return null;
            case TypeNames.NameFollows:
                return TypeNames.Resolve(ReadString());
            case < TypeNames.FirstPosition:
                return TypeNames.TryGetType(code, out var known) ? known : throw Malformed($"the unknown type code {code}");
            default:
                return TypeNames.Resolve(ReadStringAt(code - TypeNames.FirstPosition));
        }
    }

    /// <summary>
    /// Reads null or a reference to what was read before; true when that was all there is to read. Otherwise <paramref name="position"/> is what
    /// <see cref="Record"/> needs once the object exists.
    /// </summary>
    public bool TryReadReference<T>(out T? value, out int position) where T : class
    {
        position = Position;
        value = null;
        switch (ReadByte())
        {
            case References.Null:
                return true;
            case References.New:
                return false;
            case References.Known:
                value = Known(ReadNumber()) as T ?? throw Malformed($"a reference to something that is no {typeof(T)}");
                return true;
            default:
                throw Malformed("the beginning of an object");
        }
    }

    public void Record(int position, object value) => (_objects ??= [])[position] = value;

    /// <summary>Reads the length of a part and gives its end.</summary>
    public int BeginPart()
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));
        return length >= 0 && length <= Remaining ? Position + length : throw Malformed($"a part of {length} bytes in {Remaining}");
    }

    /// <summary>Goes on behind a part, whatever of it was read.</summary>
    public void EndPart(int end) => Position = end >= Position ? end : throw Malformed("a part that is longer than it says");

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > Remaining)
        {
            throw Malformed($"{count} bytes expected and {Remaining} left");
        }

        var span = message.Span.Slice(Position, count);
        Position += count;
        return span;
    }

    public static SerializerException Malformed(string what) => new($"The message is malformed: {what}.");

    private object? Known(uint position) => _objects?.GetValueOrDefault((int)position);

    private string ReadStringAt(uint position)
    {
        var here = Position;
        Position = position < here ? (int)position : throw Malformed("a type named further on");
        var text = ReadString();
        Position = here;
        return text;
    }
}
