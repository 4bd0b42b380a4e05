using System.Net.Sockets;

namespace Distributed.Bench.Serve.Load;

/// <summary>HTTP/2 without TLS, one stream after the other, as far as a gRPC call needs it (RFC 9113).</summary>
/// <param name="requests">Frames of whole calls as <see cref="Http2Frames"/> makes them, sent in turn.</param>
/// <param name="first">The one to begin with.</param>
internal sealed class Http2Dialogue(IReadOnlyList<byte[]> requests, int first) : IDialogue
{
    private int _next = first;
    private int _stream = -1;
    private bool _hasMessage;

    public void Open(Socket socket)
    {
        socket.Send(Http2Frames.Opening);
        Span<byte> settings = stackalloc byte[Http2Frames.HeadLength];
        ReceiveExactly(socket, settings);
        var (length, type, _) = Http2Frames.Read(settings);
        if (type != Http2Frames.Settings)
        {
            throw new InvalidDataException($"The server began with a frame of type {type}.");
        }

        ReceiveExactly(socket, new byte[length]);
        socket.Send(Http2Frames.SettingsRead);
    }

    public ReadOnlySpan<byte> Next()
    {
        var request = requests[_next];
        _next = (_next + 1) % requests.Count;
        _stream += 2;
        _hasMessage = false;
        Http2Frames.Number(request, _stream);
        return request;
    }

    public (int Consumed, bool IsAnswered) Read(ReadOnlySpan<byte> received)
    {
        var consumed = 0;
        while (received.Length - consumed >= Http2Frames.HeadLength)
        {
            var (length, type, flags) = Http2Frames.Read(received[consumed..]);
            if (received.Length - consumed < Http2Frames.HeadLength + length)
            {
                break;
            }

            consumed += Http2Frames.HeadLength + length;
            if (IsEnd(type, flags))
            {
                return (consumed, true);
            }
        }

        return (consumed, false);
    }

    // A failed call has trailers and no message.
    private bool IsEnd(byte type, byte flags)
    {
        switch (type)
        {
            case Http2Frames.Data:
                _hasMessage = true;
                return false;
            case Http2Frames.Headers when (flags & Http2Frames.EndStream) != 0:
                return _hasMessage ? true : throw new InvalidDataException("The call has failed.");
            case Http2Frames.Headers or Http2Frames.Settings or Http2Frames.WindowUpdate:
                return false;
            default:
                throw new InvalidDataException($"The server sent a frame of type {type}.");
        }
    }

    private static void ReceiveExactly(Socket socket, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var received = socket.Receive(bytes);
            bytes = received > 0 ? bytes[received..] : throw new InvalidDataException("The server has closed the connection.");
        }
    }
}
