using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>A client on a bare socket: it sends the same bytes again and again, and allocates nothing while it does.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000, SendTimeout = 30_000 };
    private readonly byte[] _buffer = new byte[16_384];
    private int _answerLength;

    public RawClient(Uri address) => _socket.Connect(address.Host, address.Port);

    public Socket Socket => _socket;

    /// <summary>A request as it goes over the wire.</summary>
    public static byte[] Post(string path, byte[] body, string headers = "") =>
    [
        .. Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n{headers}\r\n"),
        .. body,
    ];

    /// <summary>Sends a request and waits for the whole answer; every answer has the length of the first.</summary>
    public ReadOnlySpan<byte> Exchange(ReadOnlySpan<byte> request)
    {
        _socket.Send(request);
        var received = 0;
        do
        {
            var count = _socket.Receive(_buffer.AsSpan(received));
            Assert.NotEqual(0, count);
            received += count;
            _answerLength = _answerLength > 0 ? _answerLength : FindLength(_buffer.AsSpan(0, received));
        }
        while (_answerLength == 0 || received < _answerLength);
        return _buffer.AsSpan(0, received);
    }

    /// <summary>Reads until the server closes the connection, which it may do rudely.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            for (int count; (count = await _socket.ReceiveAsync(_buffer.AsMemory(), patience.Token)) > 0;)
            {
                all.Write(_buffer.AsSpan(0, count));
            }
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            return all.ToArray();
        }

        return all.ToArray();
    }

    public void Dispose() => _socket.Dispose();

    private static int FindLength(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return 0;
        }

        var text = Encoding.ASCII.GetString(answer[..head]);
        var length = text.Split("\r\n").Single(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return head + 4 + int.Parse(length.Split(':')[1], CultureInfo.InvariantCulture);
    }
}
