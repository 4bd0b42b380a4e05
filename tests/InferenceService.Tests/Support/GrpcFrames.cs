using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>Speaks to the gRPC port in bytes, as no polite client would.</summary>
internal sealed class GrpcFrames(Uri address) : IDisposable
{
    public const string Infer = "/inference.GRPCInferenceService/ModelInfer";

    private readonly HttpClient _client = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };

    /// <summary>A message with its five bytes before it.</summary>
    public static byte[] Frame(byte[] message, byte flag = 0)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    /// <summary>Posts a body as it is.</summary>
    public Task<GrpcAnswer> PostAsync(byte[] body, params (string Name, string Value)[] headers) =>
        PostAsync(Infer, new ByteArrayContent(body), headers);

    /// <summary>Posts a body as it is.</summary>
    public async Task<GrpcAnswer> PostAsync(string path, HttpContent body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        body.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        foreach (var (name, value) in headers)
        {
            Assert.True(
                request.Headers.TryAddWithoutValidation(name, value)
                || (body.Headers.Remove(name) && body.Headers.TryAddWithoutValidation(name, value)));
        }

        using var response = await _client.SendAsync(request);
        var content = await response.Content.ReadAsByteArrayAsync();
        var message = Uri.UnescapeDataString(Find(response, "grpc-message") ?? "");
        return new(response.StatusCode, Find(response, "grpc-status"), message, content, response.Headers);
    }

    public void Dispose() => _client.Dispose();

    private static string? Find(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.TrailingHeaders.TryGetValues(name, out values)
            ? values.Single()
            : null;
}

/// <summary>What came back.</summary>
internal sealed record GrpcAnswer(HttpStatusCode Http, string? Status, string Message, byte[] Content, HttpResponseHeaders Headers);
