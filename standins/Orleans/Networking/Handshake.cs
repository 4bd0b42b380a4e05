using System.Buffers.Binary;
using Orleans.Runtime;
using Orleans.Wire;

namespace Orleans.Networking;

/// <summary>What silos tell each other before the first message: who calls, whom, and in which cluster.</summary>
internal static class Handshake
{
    private const uint Magic = 0x3149534F;
    private const int MaxSize = 64 * 1024;

    /// <summary>The caller's side.</summary>
    /// <exception cref="ConnectionRefusedException">The other silo is not the one that is meant, or of another cluster.</exception>
    public static async Task GreetAsync(Stream stream, string cluster, SiloAddress caller, SiloAddress callee, CancellationToken token)
    {
        await SendAsync(stream, writer => WriteGreeting(writer, cluster, caller, callee), token);
        var refusal = ReadRefusal(await ReceiveAsync(stream, token));
        if (refusal.Length > 0)
        {
            throw new ConnectionRefusedException($"The silo at {callee.Endpoint} refused the connection: {refusal}");
        }
    }

    /// <summary>The callee's side: the caller's address; null when the caller was refused.</summary>
    public static async Task<(SiloAddress? Caller, string Refusal)> AnswerAsync(
        Stream stream, string cluster, SiloAddress callee, CancellationToken token)
    {
        var (caller, refusal) = ReadGreeting(await ReceiveAsync(stream, token), cluster, callee);
        await SendAsync(stream, writer => writer.WriteString(refusal), token);
        return (refusal.Length == 0 ? caller : null, refusal);
    }

    private static void WriteGreeting(WireWriter writer, string cluster, SiloAddress caller, SiloAddress callee)
    {
        writer.WriteRaw(Magic);
        writer.WriteString(cluster);
        LeafCodecs.WriteSilo(writer, caller);
        LeafCodecs.WriteSilo(writer, callee);
    }

    private static (SiloAddress? Caller, string Refusal) ReadGreeting(WireReader reader, string cluster, SiloAddress callee)
    {
        if (reader.ReadRaw<uint>() != Magic)
        {
            throw WireReader.Malformed("a greeting that no silo sends");
        }

        var theirs = reader.ReadString();
        var caller = LeafCodecs.ReadSilo(reader);
        var meant = LeafCodecs.ReadSilo(reader);
        var refusal = theirs != cluster ? $"Unexpected cluster id \"{theirs}\", expected \"{cluster}\""
            : !meant.Equals(callee) ? $"The target silo is no longer active: target was {meant}, but this silo is {callee}"
            : string.Empty;
        return (caller, refusal);
    }

    private static string ReadRefusal(WireReader reader) => reader.ReadString();

    private static async Task SendAsync(Stream stream, Action<WireWriter> write, CancellationToken token)
    {
        using var writer = new WireWriter();
        var start = writer.BeginPart();
        write(writer);
        writer.EndPart(start);
        await stream.WriteAsync(writer.Written, token);
    }

    private static async Task<WireReader> ReceiveAsync(Stream stream, CancellationToken token)
    {
        var head = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(head, token);
        var size = BinaryPrimitives.ReadInt32LittleEndian(head);
        var body = size is >= 0 and <= MaxSize ? new byte[size] : throw WireReader.Malformed($"a greeting of {size} bytes");
        await stream.ReadExactlyAsync(body, token);
        return new(body);
    }
}

/// <summary>The other silo answered, and said no.</summary>
internal sealed class ConnectionRefusedException(string message) : Exception(message);
