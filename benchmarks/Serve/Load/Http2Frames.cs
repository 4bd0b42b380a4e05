using System.Buffers.Binary;
using System.Text;

namespace Distributed.Bench.Serve.Load;

/// <summary>Frames of HTTP/2 (RFC 9113) and headers in them (HPACK, RFC 7541), as far as a gRPC call needs them.</summary>
internal static class Http2Frames
{
    public const int HeadLength = 9;
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte Settings = 4;
    public const byte WindowUpdate = 8;
    public const byte EndStream = 1;

    private const byte Acknowledged = 1;
    private const byte EndHeaders = 4;
    private const int StreamAt = 5;

    // Entries of HPACK's static table.
    private const byte MethodPost = 0x83;
    private const byte SchemeHttp = 0x86;
    private const byte Authority = 1;
    private const byte Path = 4;
    private const byte ContentType = 31;
    private const byte ShortestLong = 15;

    /// <summary>A client's first words. The connection's window is opened as far as it goes; a run is too short to fill it.</summary>
    public static byte[] Opening { get; } =
    [
        .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, []), .. Frame(WindowUpdate, 0, [0x7f, 0xff, 0, 0]),
    ];

    /// <summary>The answer to the server's settings.</summary>
    public static byte[] SettingsRead { get; } = Frame(Settings, Acknowledged, []);

    /// <summary>The frames of a call; its stream's number is set by <see cref="Number"/>.</summary>
    public static byte[] Call(string authority, string path, ReadOnlySpan<byte> message)
    {
        byte[] headers =
        [
            MethodPost, SchemeHttp, Path, .. Text(path), Authority, .. Text(authority),
            ShortestLong, ContentType - ShortestLong, .. Text("application/grpc"), 0, .. Text("te"), .. Text("trailers"),
        ];
        var prefixed = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(prefixed.AsSpan(1), message.Length);
        message.CopyTo(prefixed.AsSpan(5));
        return [.. Frame(Headers, EndHeaders, headers), .. Frame(Data, EndStream, prefixed)];
    }

    /// <summary>Sets the stream of a call's two frames.</summary>
    public static void Number(Span<byte> call, int stream)
    {
        BinaryPrimitives.WriteInt32BigEndian(call[StreamAt..], stream);
        BinaryPrimitives.WriteInt32BigEndian(call[(HeadLength + Read(call).Length + StreamAt)..], stream);
    }

    /// <summary>Reads a frame's head.</summary>
    public static (int Length, byte Type, byte Flags) Read(ReadOnlySpan<byte> frame) =>
        ((frame[0] << 16) | (frame[1] << 8) | frame[2], frame[3], frame[4]);

    private static byte[] Frame(byte type, byte flags, byte[] payload) =>
        [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, 0, 0, .. payload];

    // Without Huffman's code; so short that its length is one byte.
    private static byte[] Text(string text) => [checked((byte)text.Length), .. Encoding.ASCII.GetBytes(text)];
}
