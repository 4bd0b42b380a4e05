using System.Text;

namespace Distributed.TrainerGrain.Export;

/// <summary>Writes the part of the protocol buffers wire format that an ONNX model needs: varints, bytes, text and messages.</summary>
internal sealed class ProtobufWriter
{
    private byte[] _buffer = new byte[4096];
    private int _length;

    private enum WireType
    {
        Varint = 0,
        LengthDelimited = 2,
    }

    /// <summary>What has been written so far.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>A non-negative integer or the number of an enum value.</summary>
    public void Integer(int field, long value)
    {
        Tag(field, WireType.Varint);
        Varint((ulong)value);
    }

    /// <summary>A string, in UTF-8.</summary>
    public void Text(int field, string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        Tag(field, WireType.LengthDelimited);
        Varint((ulong)count);
        Encoding.UTF8.GetBytes(value, Append(count));
    }

    /// <summary>Raw bytes.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, WireType.LengthDelimited);
        Varint((ulong)value.Length);
        value.CopyTo(Append(value.Length));
    }

    /// <summary>A message, whose fields <paramref name="write"/> writes.</summary>
    public void Message(int field, Action<ProtobufWriter> write)
    {
        Tag(field, WireType.LengthDelimited);
        var start = _length;
        write(this);
        InsertLength(start);
    }

    /// <summary>Puts the length of what was written since before it; how many bytes that takes is known only now.</summary>
    private void InsertLength(int start)
    {
        var message = _length - start;
        Varint((ulong)message);
        var prefix = _buffer.AsSpan(start + message, _length - start - message).ToArray();
        _buffer.AsSpan(start, message).CopyTo(_buffer.AsSpan(start + prefix.Length));
        prefix.CopyTo(_buffer.AsSpan(start));
    }

    private void Tag(int field, WireType type) => Varint(((ulong)field << 3) | (ulong)type);

    private void Varint(ulong value)
    {
        const int payloadBits = 7;
        const byte more = 0x80;
        for (; value >= more; value >>= payloadBits)
        {
            Byte((byte)(value | more));
        }
        Byte((byte)value);
    }

    private void Byte(byte value) => Append(1)[0] = value;

    private Span<byte> Append(int count)
    {
        if (_length + count > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + count));
        }

        _length += count;
        return _buffer.AsSpan(_length - count, count);
    }
}
