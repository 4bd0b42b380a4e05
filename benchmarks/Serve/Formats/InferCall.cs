using System.Text;
using Distributed.Bench.Serve.Load;

namespace Distributed.Bench.Serve.Formats;

/// <summary>One inference, before it is put on a connection.</summary>
/// <param name="Path">Where to.</param>
/// <param name="Body">What is asked: HTTP's body, or gRPC's message.</param>
internal sealed record InferCall(string Path, byte[] Body)
{
    /// <summary>Whether it is one of gRPC.</summary>
    public bool IsGrpc { get; init; }

    /// <summary>With tensors behind the JSON: where they begin.</summary>
    public int? HeaderLength { get; init; }

    /// <summary>All bytes that go over a connection.</summary>
    public byte[] ToWire(string authority)
    {
        if (IsGrpc)
        {
            return Http2Frames.Call(authority, Path, Body);
        }

        var binary = HeaderLength is { } length ? $"Inference-Header-Content-Length: {length}\r\n" : "";
        var type = $"Content-Type: application/json\r\nContent-Length: {Body.Length}\r\n";
        return [.. Encoding.ASCII.GetBytes($"POST {Path} HTTP/1.1\r\nHost: {authority}\r\n{type}{binary}\r\n"), .. Body];
    }

    /// <summary>A client's side of a connection on which these are sent.</summary>
    public static IDialogue Converse(bool isGrpc, IReadOnlyList<byte[]> wires, int first) =>
        isGrpc ? new Http2Dialogue(wires, first) : new Http1Dialogue(wires, first);

    /// <summary>The same for .NET's client.</summary>
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(HttpMethod.Post, Path) { VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (IsGrpc)
        {
            message.Version = System.Net.HttpVersion.Version20;
            message.Headers.TE.Add(new("trailers"));
            message.Content = new ByteArrayContent([0, .. BigEndian(Body.Length), .. Body]);
        }
        else
        {
            message.Content = new ByteArrayContent(Body);
        }

        message.Content.Headers.ContentType = new(IsGrpc ? "application/grpc" : "application/json");
        if (HeaderLength is { } length)
        {
            message.Headers.Add("Inference-Header-Content-Length", $"{length}");
        }

        return message;
    }

    private static byte[] BigEndian(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
}
