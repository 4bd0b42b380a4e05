using System.Net.Sockets;

namespace Distributed.Bench.Serve.Load;

/// <summary>A client's side of one connection: one request after the other, each answered before the next.</summary>
internal interface IDialogue
{
    /// <summary>Says what the protocol wants said before the first request.</summary>
    void Open(Socket socket);

    /// <summary>The next request, ready to be sent; valid until the next call.</summary>
    ReadOnlySpan<byte> Next();

    /// <summary>Looks at what has come of the answer.</summary>
    /// <param name="received">All bytes since those that were consumed.</param>
    /// <returns>How many are done with, and whether the answer is whole.</returns>
    /// <exception cref="InvalidDataException">The answer is not a success.</exception>
    (int Consumed, bool IsAnswered) Read(ReadOnlySpan<byte> received);
}
