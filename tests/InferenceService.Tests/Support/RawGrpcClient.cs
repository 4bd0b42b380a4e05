using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>
/// The least that speaks HTTP/2 to a gRPC port: one call at a time, the same each time, without allocating, so that what a call costs the
/// server can be measured in one process with it. See RFC 9113 for the frames and RFC 7541 for the headers.
/// </summary>
internal sealed class RawGrpcClient : IDisposable
{
    private const int FrameHeader = 9;
    private const int Data = 0;
    private const int Headers = 1;
    private const int Settings = 4;
    private const int WindowUpdate = 8;
    private const int EndOfStream = 1;
    private const int EndOfHeaders = 4;
    private const int Acknowledged = 1;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _call;
    private readonly int _data;
    private readonly byte[] _received = new byte[1 << 16];
    private int _filled;
    private int _stream = 1;

    /// <param name="address">The gRPC port.</param>
    /// <param name="path">The method.</param>
    /// <param name="body">The framed message.</param>
    public RawGrpcClient(Uri address, string path, byte[] body)
    {
        var headers = HeaderBlock(path);
        _call = [.. Frame(Headers, EndOfHeaders, headers), .. Frame(Data, EndOfStream, body)];
        _data = FrameHeader + headers.Length;
        _socket.Connect(IPAddress.Loopback, address.Port);
        _socket.ReceiveTimeout = 30_000;

        // No limit to what the server may send over the life of the connection.
        byte[] window = [0x7F, 0x00, 0x00, 0x00];
        _socket.Send([.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, []), .. Frame(WindowUpdate, 0, window)]);
    }

    /// <summary>Makes the call; the message of the answer with its frame, valid until the next call.</summary>
    public ReadOnlySpan<byte> Exchange()
    {
        BinaryPrimitives.WriteInt32BigEndian(_call.AsSpan(5), _stream);
        BinaryPrimitives.WriteInt32BigEndian(_call.AsSpan(_data + 5), _stream);
        _socket.Send(_call);
        var (start, length) = Receive();
        _stream += 2;
        return _received.AsSpan(start, length);
    }

    public void Dispose() => _socket.Dispose();

    private (int Start, int Length) Receive()
    {
        var (at, message) = (0, (0, 0));
        _filled = 0;
        while (true)
        {
            Fill(at + FrameHeader);
            var header = _received.AsSpan(at, FrameHeader);
            var (length, type, flags) = ((header[0] << 16) | (header[1] << 8) | header[2], header[3], header[4]);
            Fill(at + FrameHeader + length);
            if (type == Settings && (flags & Acknowledged) == 0)
            {
                _socket.Send(Frame(Settings, Acknowledged, []));
            }
            else if (type == Data)
            {
                message = (at + FrameHeader, length);
            }

            if (type is Data or Headers && (flags & EndOfStream) != 0)
            {
                return message;
            }

            at += FrameHeader + length;
        }
    }

    private void Fill(int needed)
    {
        while (_filled < needed)
        {
            var read = _socket.Receive(_received.AsSpan(_filled));
            Assert.True(read > 0, "the server closed the connection");
            _filled += read;
        }
    }

    private static byte[] Frame(int type, int flags, byte[] content) =>
        [(byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length, (byte)type, (byte)flags, 0, 0, 0, 0, .. content];

    // 0x83 and 0x86 are POST and http in the static table; what follows is written out, and not to be remembered.
    private static byte[] HeaderBlock(string path) =>
        [0x83, 0x86, .. Indexed(4, path), .. Indexed(1, "localhost"), .. Indexed(31, "application/grpc"), .. Named("te", "trailers")];

    private static byte[] Indexed(int name, string value) =>
        name < 15 ? [(byte)name, .. Text(value)] : [0x0F, (byte)(name - 15), .. Text(value)];

    private static byte[] Named(string name, string value) => [0, .. Text(name), .. Text(value)];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
