using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace Distributed.Bench.Serve.Load;

/// <summary>HTTP/1.1 with keep-alive, as far as answers with a length need it.</summary>
/// <param name="requests">Whole requests, sent in turn.</param>
/// <param name="first">The one to begin with.</param>
internal sealed class Http1Dialogue(IReadOnlyList<byte[]> requests, int first) : IDialogue
{
    private int _next = first;

    public void Open(Socket socket)
    {
    }

    public ReadOnlySpan<byte> Next()
    {
        var request = requests[_next];
        _next = (_next + 1) % requests.Count;
        return request;
    }

    public (int Consumed, bool IsAnswered) Read(ReadOnlySpan<byte> received)
    {
        var head = received.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return (0, false);
        }

        if (!received.StartsWith("HTTP/1.1 200 "u8))
        {
            throw new InvalidDataException($"The answer is {Encoding.ASCII.GetString(received)}.");
        }

        var length = head + 4 + LengthOf(received[..head]);
        return received.Length < length ? (0, false) : (length, true);
    }

    // Servers differ in the case of the first letters of the header's name.
    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        var name = "ontent-"u8;
        for (var at = head.IndexOf(name); at >= 0; at = head.IndexOf(name))
        {
            head = head[(at + name.Length)..];
            if (head[1..].StartsWith("ength: "u8) && Utf8Parser.TryParse(head["Length: ".Length..], out int length, out _))
            {
                return length;
            }
        }

        throw new InvalidDataException("The answer has no Content-Length.");
    }
}
