using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Distributed.InferenceService.Grpc;

/// <summary>How a protobuf field lies on the wire.</summary>
internal enum WireType
{
    /// <summary>Seven bits a byte, least first.</summary>
    Varint = 0,

    /// <summary>Eight bytes, little-endian.</summary>
    Fixed64 = 1,

    /// <summary>A varint of length, and so many bytes.</summary>
    Length = 2,

    /// <summary>Four bytes, little-endian.</summary>
    Fixed32 = 5,
}

/// <summary>
/// Reads a protobuf message field by field from where it lies, see protobuf.dev/programming-guides/encoding. What cannot be read
/// ends the message and sets <see cref="IsMalformed"/>; the values read last mean nothing then.
/// </summary>
/// <param name="message">The message, without a length before it.</param>
internal ref struct WireReader(in ReadOnlySequence<byte> message)
{
    private const int LongestVarint = 10;
    private SequenceReader<byte> _bytes = new(message);

    /// <summary>Whether the message cannot be read as protobuf.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Number of the present field.</summary>
    public int Field { get; private set; }

    /// <summary>How the present field lies on the wire.</summary>
    public WireType Type { get; private set; }

    /// <summary>Whether nothing is left.</summary>
    public readonly bool IsAtEnd => IsMalformed || _bytes.End;

    /// <summary>Goes to the next field, whose value is then to be read or skipped; false at the end.</summary>
    public bool MoveNext()
    {
        if (IsAtEnd)
        {
            return false;
        }

        var tag = ReadVarint();
        Type = (WireType)(tag & 7);
        Field = (int)(tag >> 3);
        IsMalformed |= tag is < 8 or > uint.MaxValue;
        return !IsMalformed;
    }

    /// <summary>Passes over the present field.</summary>
    public void Skip()
    {
        switch (Type)
        {
            case WireType.Varint:
                ReadVarint();
                break;
            case WireType.Fixed64:
                ReadFixed64();
                break;
            case WireType.Length:
                ReadBytes();
                break;
            case WireType.Fixed32:
                ReadFixed32();
                break;
            default:
                // Groups went out of use before this protocol came in.
                IsMalformed = true;
                break;
        }
    }

    /// <summary>Reads a varint.</summary>
    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var i = 0; i < LongestVarint && _bytes.TryRead(out var part); i++)
        {
            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                return value;
            }
        }

        IsMalformed = true;
        return 0;
    }

    /// <summary>Reads four bytes.</summary>
    public int ReadFixed32()
    {
        IsMalformed |= !_bytes.TryReadLittleEndian(out int value);
        return value;
    }

    /// <summary>Reads eight bytes.</summary>
    public long ReadFixed64()
    {
        IsMalformed |= !_bytes.TryReadLittleEndian(out long value);
        return value;
    }

    /// <summary>Reads bytes, a nested message or packed numbers, without copying them.</summary>
    public ReadOnlySequence<byte> ReadBytes()
    {
        var length = ReadVarint();
        if (IsMalformed || length > (ulong)_bytes.Remaining)
        {
            IsMalformed = true;
            return default;
        }

        var bytes = _bytes.UnreadSequence.Slice(0, (long)length);
        _bytes.Advance((long)length);
        return bytes;
    }

    /// <summary>Reads text; one that equals <paramref name="usual"/> is that very string.</summary>
    public string ReadText(string? usual = null)
    {
        var bytes = ReadBytes();
        return bytes.IsSingleSegment ? Decode(bytes.FirstSpan, usual) : Decode(bytes.ToArray(), usual);
    }

    private string Decode(ReadOnlySpan<byte> bytes, string? usual)
    {
        if (usual is not null && Ascii.Equals(bytes, usual))
        {
            return usual;
        }

        IsMalformed |= !Utf8.IsValid(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
