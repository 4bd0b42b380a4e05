using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Api;

public sealed class ModelsApiTests
{
    [Fact]
    public async Task List_Pages_GiveEveryModelOnceByName()
    {
        await using var app = await InferenceApp.CreateAsync();
        foreach (var name in (string[])["b", "a", "c", "a"])
        {
            await app.PublishAsync(LinearModel.Line(1, 0).Draft(name));
        }

        var (_, first) = await app.GetAsync("/models?limit=2");
        var (_, second) = await app.GetAsync($"/models?limit=2&after={first.GetProperty("next").GetString()}");

        Assert.Equal([("a", 2), ("b", 1)], Names(first));
        Assert.Equal([("c", 1)], Names(second));
        Assert.False(second.TryGetProperty("next", out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task List_LimitOutOfRange_Is400(int limit)
    {
        await using var app = await InferenceApp.CreateAsync();

        var (response, answer) = await app.GetAsync($"/models?limit={limit}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal($"limit is {limit}; allowed are 1 to 1000", answer.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Show_Model_TellsItsManifest()
    {
        await using var app = await InferenceApp.CreateAsync();
        var published = await app.PublishAsync(LinearModel.Line(2, 1).Draft("m", "e"));

        var (_, view) = await app.GetAsync("/models/m");

        Assert.Equal("m", view.GetProperty("name").GetString());
        Assert.Equal(1, view.GetProperty("version").GetInt32());
        Assert.Equal(1, view.GetProperty("serving").GetInt32());
        Assert.Equal(published.Sequence, view.GetProperty("sequence").GetInt64());
        Assert.Equal(published.PublishedAt, view.GetProperty("publishedAt").GetDateTimeOffset());
        Assert.Equal("e", view.GetProperty("experiment").GetString());
        Assert.Equal(published.Manifest.Sha256, view.GetProperty("sha256").GetString());
        Assert.Equal("""{"x":[[1],[-0.5]],"y":[[3],[0]]}""", JsonSerializer.Serialize(view.GetProperty("probe")));
        Assert.Equal("regression", view.GetProperty("spec").GetProperty("data").GetProperty("kind").GetString());
        Assert.Equal(563.9186f, view.GetProperty("finalLoss").GetSingle());
    }

    [Fact]
    public async Task Download_Model_IsThePublishedBytesWithTheirHashAsETag()
    {
        await using var app = await InferenceApp.CreateAsync();
        var model = LinearModel.Line(2, 1);
        await app.PublishAsync(model.Draft("m"));

        using var response = await app.Client.GetAsync(new Uri("/models/m/versions/1/model.onnx", UriKind.Relative));
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal(model.ToOnnx(), bytes);
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"", response.Headers.ETag!.Tag);
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("m-1.onnx", response.Content.Headers.ContentDisposition!.FileName);
    }

    [Fact]
    public async Task Download_WithItsETag_IsNotModified()
    {
        await using var app = await InferenceApp.CreateAsync();
        var published = await app.PublishAsync(LinearModel.Line(2, 1).Draft("m"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/models/m/model.onnx");
        request.Headers.Add("If-None-Match", $"\"{published.Manifest.Sha256}\"");

        using var response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
    }

    [Theory]
    [InlineData("/models/none", "there is no model 'none'")]
    [InlineData("/models/none/model.onnx", "there is no model 'none'")]
    [InlineData("/models/none/plot.svg", "there is no model 'none'")]
    [InlineData("/models/none/loss.svg", "there is no model 'none'")]
    [InlineData("/models/m/versions/7", "model 'm' has no version '7'; the newest is 1")]
    [InlineData("/models/m/versions/x/plot.svg", "model 'm' has no version 'x'")]
    [InlineData("/nowhere", "there is nothing at '/nowhere'")]
    public async Task Get_Unknown_IsAProblemWithStatus404(string path, string expected)
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));

        var (response, answer) = await app.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(expected, answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenApi_Document_DescribesEveryRoute()
    {
        await using var app = await InferenceApp.CreateAsync();

        var (_, document) = await app.GetAsync("/openapi/v1.json");

        string[] expected =
        [
            "/", "/models", "/models/{name}", "/models/{name}/aliases", "/models/{name}/aliases/{alias}", "/models/{name}/aliases/{alias}/rollback",
            "/models/{name}/loss.svg", "/models/{name}/model.onnx", "/models/{name}/plot.svg", "/models/{name}/policy",
            "/models/{name}/versions/{version}", "/models/{name}/versions/{version}/loss.svg",
            "/models/{name}/versions/{version}/model.onnx", "/models/{name}/versions/{version}/plot.svg",
            "/v2", "/v2/batch", "/v2/health/live", "/v2/health/ready", "/v2/models/stats", "/v2/models/{model}",
            "/v2/models/{model}/config", "/v2/models/{model}/infer", "/v2/models/{model}/ready", "/v2/models/{model}/stats",
            "/v2/models/{model}/versions/{version}", "/v2/models/{model}/versions/{version}/config",
            "/v2/models/{model}/versions/{version}/infer", "/v2/models/{model}/versions/{version}/ready",
            "/v2/models/{model}/versions/{version}/stats", "/v2/repository/index", "/v2/repository/models/{model}/load",
            "/v2/repository/models/{model}/unload",
        ];
        Assert.Equal(expected, document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        var infer = document.GetProperty("paths").GetProperty("/v2/models/{model}/infer").GetProperty("post");
        Assert.Equal(["200", "400", "404", "413", "503"], infer.GetProperty("responses").EnumerateObject().Select(status => status.Name).Order());
        Assert.True(infer.TryGetProperty("requestBody", out _));
    }

    [Fact]
    public async Task Landing_Routes_NameTheProtocol()
    {
        await using var app = await InferenceApp.CreateAsync();

        var (_, card) = await app.GetAsync("/");

        var routes = card.GetProperty("routes").EnumerateArray().Select(route => route.GetString()).ToArray();
        Assert.Contains("POST /v2/models/{model}/infer", routes);
        Assert.Contains("GET /models/{name}/plot.svg", routes);
    }

    [Fact]
    public async Task Health_Service_Answers()
    {
        await using var app = await InferenceApp.CreateAsync();

        Assert.Equal("Healthy", await app.GetTextAsync("/health"));
    }

    private static (string?, int)[] Names(JsonElement page) =>
        [.. page.GetProperty("models").EnumerateArray().Select(model => (model.GetProperty("name").GetString(), model.GetProperty("version").GetInt32()))];
}
