using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Protocol;

public sealed class BodyLimitTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Infer_BodyOverTheLimit_Is413WithOrWithoutContentLength(bool chunked)
    {
        await using var app = await InferenceApp.CreateAsync(("Serving:MaxRequestBytes", "2048"));
        app.UseKestrel();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));

        using var response = await PostAsync(app, new byte[2049], chunked);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("the body has more than the 2048 bytes allowed", answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Infer_BodyOfTenMegabytes_IsAnsweredRowByRow()
    {
        await using var app = await InferenceApp.CreateAsync(("Serving:MaxBatch", "2000000"));
        app.UseKestrel();
        await app.PublishAsync(LinearModel.Line(1, 1).Draft("m"));
        const int rows = 1_200_000;
        var body = Encoding.UTF8.GetBytes(
            $$"""{"inputs":[{"name":"x","shape":[{{rows}},1],"datatype":"FP32","data":[{{string.Join(',', Enumerable.Range(1_000_000, rows))}}]}]}""");

        using var response = await PostAsync(app, body, chunked: true);

        Assert.InRange(body.Length, 9_000_000, 16_000_000);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(Enumerable.Range(1_000_001, rows).Select(value => (float)value), Bodies.Values(answer));
    }

    private static Task<HttpResponseMessage> PostAsync(InferenceApp app, byte[] body, bool chunked)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/m/infer") { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = chunked;
        return app.Client.SendAsync(request);
    }
}
