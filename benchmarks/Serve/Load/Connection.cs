using System.Net;
using System.Net.Sockets;

namespace Distributed.Bench.Serve.Load;

/// <summary>One connection, with at most one request under way.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly IDialogue _dialogue;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _held;

    public Connection(IPEndPoint address, IDialogue dialogue)
    {
        _dialogue = dialogue;
        _socket.Connect(address);
        _dialogue.Open(_socket);
    }

    /// <summary>The operating system's name for it.</summary>
    public int Descriptor => (int)_socket.Handle;

    /// <summary>When the request under way was due.</summary>
    public long Due { get; private set; }

    /// <summary>Sends the next request.</summary>
    /// <param name="due">When it was due.</param>
    public void Send(long due)
    {
        Due = due;
        _socket.Send(_dialogue.Next());
    }

    /// <summary>Takes what has arrived; true when the answer is whole.</summary>
    public bool Receive()
    {
        var received = _socket.Receive(_buffer.AsSpan(_held));
        if (received == 0)
        {
            throw new InvalidDataException("The server has closed the connection.");
        }

        _held += received;
        var (consumed, isAnswered) = _dialogue.Read(_buffer.AsSpan(0, _held));
        _held -= consumed;
        _buffer.AsSpan(consumed, _held).CopyTo(_buffer);
        return isAnswered;
    }

    public void Dispose() => _socket.Dispose();
}
