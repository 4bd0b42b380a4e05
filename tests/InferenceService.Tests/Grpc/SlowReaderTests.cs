using System.Net;
using System.Net.Http.Headers;
using Distributed.InferenceService.Tests.Support;
using Google.Protobuf;

namespace Distributed.InferenceService.Tests.Grpc;

public sealed class SlowReaderTests
{
    private const int Rows = 40_000;

    [Fact]
    public async Task AnswerThatIsNotRead_IsGivenUp()
    {
        await using var app = await GrpcApp.CreateAsync(("Serving:RequestTimeout", "00:00:03"));
        await app.Service.PublishAsync(LinearModel.Counting(features: 1, targets: 100).Draft("m"));
        await app.IsReadyAsync("m");
        using var metrics = new MetricRecorder(app.Service.Services);
        using var client = new HttpClient { BaseAddress = app.Address, Timeout = TimeSpan.FromMinutes(1) };
        using var request = Request();

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await metrics.WaitAsync(() => metrics.Rows == Rows);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task LargeAnswer_IsWhole()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(2, 1).Draft("m"));
        float[] x = [.. Enumerable.Range(0, 100_000)];

        var answer = await app.InferAsync(GrpcBodies.Raw("m", 1, x));

        Assert.Equal(x.Select(value => (2 * value) + 1), GrpcBodies.Values(answer));
    }

    private static HttpRequestMessage Request()
    {
        var body = GrpcFrames.Frame(GrpcBodies.Raw("m", 1, new float[Rows]).ToByteArray());
        var request = new HttpRequestMessage(HttpMethod.Post, GrpcFrames.Infer)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        return request;
    }
}
