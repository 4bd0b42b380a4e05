using System.Numerics;
using System.Text;

namespace Distributed.InferenceService.Grpc;

/// <summary>
/// Writes protobuf fields into a buffer of the right size, see protobuf.dev/programming-guides/encoding. Every <c>SizeOf</c> counts
/// what the writing of the same name takes; fields have numbers below 16, so that their tag is one byte.
/// </summary>
/// <param name="destination">Takes the fields.</param>
internal ref struct WireWriter(Span<byte> destination)
{
    private Span<byte> _rest = destination;

    /// <summary>Bytes of a field with text.</summary>
    public static int SizeOfText(string text) => SizeOfLength(Encoding.UTF8.GetByteCount(text));

    /// <summary>Bytes of a field with so many bytes of content.</summary>
    public static int SizeOfLength(int length) => 1 + SizeOfVarint((uint)length) + length;

    /// <summary>Bytes of a varint.</summary>
    public static int SizeOfVarint(uint value) => (BitOperations.Log2(value | 1) / 7) + 1;

    /// <summary>Writes a field with text.</summary>
    public void WriteText(int field, string text)
    {
        WriteStart(field, Encoding.UTF8.GetByteCount(text));
        _rest = _rest[Encoding.UTF8.GetBytes(text, _rest)..];
    }

    /// <summary>Writes the tag of a field and the length of its content, which is to follow.</summary>
    public void WriteStart(int field, int length)
    {
        _rest[0] = (byte)((field << 3) | (int)WireType.Length);
        _rest = _rest[1..];
        WriteVarint((uint)length);
    }

    /// <summary>Writes a varint.</summary>
    public void WriteVarint(uint value)
    {
        var i = 0;
        for (; value >= 0x80; value >>= 7)
        {
            _rest[i++] = (byte)(value | 0x80);
        }

        _rest[i] = (byte)value;
        _rest = _rest[(i + 1)..];
    }
}
