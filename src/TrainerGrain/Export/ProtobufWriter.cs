using System.Buffers;
using System.Text;

namespace Distributed.TrainerGrain.Export;

/// <summary>Writes the part of the protocol buffers wire format that an ONNX model needs: varints, bytes, text and messages.</summary>
internal sealed class ProtobufWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    private enum WireType
    {
        Varint = 0,
        LengthDelimited = 2,
    }

    /// <summary>What has been written so far.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>A non-negative integer or the number of an enum value.</summary>
    public void Integer(int field, long value)
    {
        Tag(field, WireType.Varint);
        Varint((ulong)value);
    }

    /// <summary>A string, in UTF-8.</summary>
    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Raw bytes.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, WireType.LengthDelimited);
        Varint((ulong)value.Length);
        _buffer.Write(value);
    }

    /// <summary>A message, whose fields <paramref name="write"/> writes.</summary>
    public void Message(int field, Action<ProtobufWriter> write)
    {
        var message = new ProtobufWriter();
        write(message);
        Bytes(field, message.Written);
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

    private void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }
}
