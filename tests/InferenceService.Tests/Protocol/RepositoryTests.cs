using System.Net;
using System.Text.Json;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Protocol;

public sealed class RepositoryTests
{
    [Fact]
    public async Task Index_ListsEveryVersionWithItsState()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("a"));
        await app.PublishAsync(LinearModel.Line(2, 0).Draft("a"));
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("b", change: manifest => manifest with { Probe = new([[1f]], [[99f]]) }));
        await app.InferAsync("/v2/models/b/infer", Bodies.Flat(1, 1));

        var (_, all) = await app.InferAsync("/v2/repository/index", "{}");
        var (_, ready) = await app.InferAsync("/v2/repository/index", """{"ready":true}""");

        Assert.Equal(["a 1 READY", "a 2 READY", "b 1 UNAVAILABLE"], all.EnumerateArray().Select(Show));
        Assert.Contains("probe row 0", all[2].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(["a 1 READY", "a 2 READY"], ready.EnumerateArray().Select(Show));
    }

    [Fact]
    public async Task Index_WithoutABody_ListsAll()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("a"));

        using var response = await app.Client.PostAsync(new Uri("/v2/repository/index", UriKind.Relative), null);

        Assert.Equal("""[{"name":"a","version":"1","state":"READY","reason":""}]""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Unload_ThenLoad_RefusesAndAnswersAgain()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(2, 1).Draft("m"));

        var unloaded = await PostAsync(app, "/v2/repository/models/m/unload", """{"parameters":{"unload_dependents":false}}""");
        var (refused, why) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 3));
        var (_, index) = await app.InferAsync("/v2/repository/index", "{}");
        var loaded = await PostAsync(app, "/v2/repository/models/m/load", "{}");
        var (_, answer) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 3));

        Assert.Equal((HttpStatusCode.OK, ""), unloaded);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("unloaded by request", why.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("m 1 UNAVAILABLE", Show(index[0]));
        Assert.Equal((HttpStatusCode.OK, ""), loaded);
        Assert.Equal([7f], Bodies.Values(answer));
    }

    [Theory]
    [InlineData("""{"parameters":{"config":"{}"}}""", "'config' is not taken")]
    [InlineData("""{"parameters":{"file:1/model.onnx":"AAAA"}}""", "'file:1/model.onnx' is not taken")]
    public async Task Load_WithAModelOfItsOwn_IsRefusedWithAReason(string body, string expected)
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));

        var (status, answer) = await PostAsync(app, "/v2/repository/models/m/load", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(expected, JsonDocument.Parse(answer).RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("index", null)]
    [InlineData("index", "application/x-www-form-urlencoded")]
    [InlineData("models/m/load", null)]
    [InlineData("models/m/load", "application/x-www-form-urlencoded")]
    [InlineData("models/m/unload", null)]
    [InlineData("models/m/unload", "application/x-www-form-urlencoded")]
    public async Task Request_AsTritonsClientsSendIt_NeedsNoContentType(string path, string? type)
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.ContentType = type is null ? null : new(type);

        using var response = await app.Client.PostAsync(new Uri($"/v2/repository/{path}", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("index", "{", "cannot be read at '$'")]
    [InlineData("index", "[]", "cannot be read at '$'")]
    [InlineData("index", "{} {}", "not valid JSON")]
    [InlineData("index", "{\"ready\":7}", "cannot be read at '$.ready'")]
    [InlineData("models/m/load", "{\"parameters\":[]}", "cannot be read at '$.parameters'")]
    public async Task Request_FaultyBody_IsOneSentenceWithStatus400(string path, string body, string expected)
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));

        var (status, answer) = await PostAsync(app, $"/v2/repository/{path}", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(expected, JsonDocument.Parse(answer).RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_BodyOverTheLimit_Is413()
    {
        await using var app = await InferenceApp.CreateAsync(("Serving:MaxRequestBytes", "2048"));

        var (status, _) = await PostAsync(app, "/v2/repository/models/m/load", new string(' ', 2_049));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    [Theory]
    [InlineData("load")]
    [InlineData("unload")]
    public async Task Change_OfAnUnknownModel_Is404(string verb)
    {
        await using var app = await InferenceApp.CreateAsync();

        var (response, answer) = await app.InferAsync($"/v2/repository/models/none/{verb}", "{}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("there is no model 'none'", answer.GetProperty("error").GetString());
    }

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(InferenceApp app, string path, string body)
    {
        using var content = new StringContent(body, null, "application/json");
        using var response = await app.Client.PostAsync(new Uri(path, UriKind.Relative), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static string Show(JsonElement entry) =>
        $"{entry.GetProperty("name").GetString()} {entry.GetProperty("version").GetString()} {entry.GetProperty("state").GetString()}";
}
