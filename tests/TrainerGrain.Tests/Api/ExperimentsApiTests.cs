using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Distributed.TrainerGrain.Tests.Support;

namespace Distributed.TrainerGrain.Tests.Api;

public sealed class ExperimentsApiTests : IDisposable
{
    private const string Tutorial = """{ "id": "tutorial", "model": "tutorial", "data": { "kind": "regression" } }""";

    private readonly StoreDirectory _directory = new();
    private readonly TrainerApplication _trainer;
    private readonly HttpClient _client;

    public ExperimentsApiTests()
    {
        _trainer = new TrainerApplication(_directory);
        _client = _trainer.CreateClient();
    }

    public void Dispose()
    {
        _client.Dispose();
        _trainer.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Post_NewExperiment_Is201WithItsLocation()
    {
        using var response = await PostAsync(Tutorial);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/experiments/tutorial", response.Headers.Location!.ToString());
        var view = await response.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(("tutorial", "tutorial", 100), ((string)view!["id"]!, (string)view["model"]!, (int)view["epochs"]!));
    }

    [Fact]
    public async Task Post_UnknownPriority_Is400AndAcceptsNothing()
    {
        using var response = await _client.PostAsync(
            new Uri("/experiments?priority=urgent", UriKind.Relative), new StringContent(Tutorial, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("allowed: normal, high, low", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var unknown = await _client.GetAsync(new Uri("/experiments/tutorial", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Theory]
    [InlineData("model=%00", "model")]
    [InlineData("sweep=a%20b", "sweep")]
    [InlineData("sort=loss&model=-a", "model")]
    public async Task List_WhatCannotBeAName_Is400(string query, string parameter)
    {
        using var response = await _client.GetAsync(new Uri($"/experiments?{query}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var errors = (await response.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject();
        Assert.Equal([parameter], errors.Select(error => error.Key));
        Assert.Contains("1 to 128 letters", (string)errors[parameter]![0]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("low")]
    [InlineData("High")]
    public async Task Post_WithAPriority_Is201(string priority)
    {
        using var response = await _client.PostAsync(
            new Uri($"/experiments?priority={priority}", UriKind.Relative), new StringContent(Tutorial, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task Post_SameSpecAgain_Is200()
    {
        using var first = await PostAsync(Tutorial);
        using var second = await PostAsync(Tutorial);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public async Task Post_OtherSpecUnderTheSameId_Is409()
    {
        using var first = await PostAsync(Tutorial);
        using var second = await PostAsync("""{ "id": "tutorial", "model": "tutorial", "data": { "kind": "regression" }, "epochs": 7 }""");

        await ProblemAssert.IsAsync(HttpStatusCode.Conflict, "'tutorial' exists with another spec", second);
    }

    [Fact]
    public async Task Post_WithoutId_GetsOneThatItsModelShares()
    {
        using var response = await PostAsync("""{ "data": { "kind": "regression" } }""");

        var view = await response.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.NotEmpty((string)view!["id"]!);
        Assert.Equal((string)view["id"]!, (string)view["model"]!);
    }

    [Fact]
    public async Task Post_SeveralFaults_NamesEachFieldInOneAnswer()
    {
        using var response = await PostAsync(
            """{ "id": "bad id", "data": { "kind": "regression", "samples": 0, "noise": "loud" }, "epochs": -3, "colour": "red" }""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonObject>();
        var errors = problem!["errors"]!.AsObject().Select(error => error.Key).Order();
        Assert.Equal(["colour", "data.noise", "data.samples", "epochs", "id"], errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{ \"data\": NaN }")]
    [InlineData("{ \"data\": { \"kind\": \"inline\", \"x\": [[1e999]], \"y\": [1] } }")]
    public async Task Post_NotASpec_Is400(string body)
    {
        using var response = await PostAsync(body);

        await ProblemAssert.IsAsync(HttpStatusCode.BadRequest, "spec", response);
    }

    [Fact]
    public async Task Post_NestedTooDeeply_Is400()
    {
        using var response = await PostAsync(string.Concat(Enumerable.Repeat("{\"data\":", 5000)) + "1" + new string('}', 5000));

        await ProblemAssert.IsAsync(HttpStatusCode.BadRequest, "spec", response);
    }

    [Fact]
    public async Task Post_TenMegabytes_Is413()
    {
        using var response = await PostAsync(new string(' ', 10_000_000) + Tutorial);

        await ProblemAssert.IsAsync(HttpStatusCode.RequestEntityTooLarge, "8388608 bytes", response);
    }

    [Fact]
    public async Task Post_TenMegabytesWithoutALength_Is413()
    {
        using var content = new StreamContent(new UnsizedStream(10_000_000));
        content.Headers.ContentType = new("application/json");

        using var response = await _client.PostAsync(new Uri("/experiments", UriKind.Relative), content);

        await ProblemAssert.IsAsync(HttpStatusCode.RequestEntityTooLarge, "8388608 bytes", response);
    }

    [Theory]
    [InlineData("/experiments/nobody")]
    [InlineData("/experiments/nobody/losses")]
    [InlineData("/experiments/nobody/events")]
    public async Task Get_UnknownExperiment_Is404(string path)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative));

        await ProblemAssert.IsAsync(HttpStatusCode.NotFound, "'nobody'", response);
    }

    [Theory]
    [InlineData("GET", "/", "application/json", HttpStatusCode.NotFound, "There is nothing at '/'.")]
    [InlineData("DELETE", "/sweeps", "application/json", HttpStatusCode.MethodNotAllowed, "'/sweeps' does not take DELETE; allowed: GET, POST.")]
    [InlineData("POST", "/experiments", "text/plain", HttpStatusCode.UnsupportedMediaType, "'text/plain; charset=utf-8' is not taken here")]
    public async Task Ask_WhatNoRouteTakes_SaysWhatWasWrong(string method, string path, string type, HttpStatusCode status, string detail)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Content = new StringContent(Tutorial, Encoding.UTF8, type);
        using var response = await _client.SendAsync(request);

        await ProblemAssert.IsAsync(status, detail, response);
    }

    [Fact]
    public async Task Cancel_UnknownExperiment_Is404()
    {
        using var response = await _client.PostAsync(new Uri("/experiments/nobody/cancel", UriKind.Relative), null);

        await ProblemAssert.IsAsync(HttpStatusCode.NotFound, "'nobody'", response);
    }

    [Fact]
    public async Task Events_Tutorial_GiveTheTutorialsLinesAndEnd()
    {
        using var submitted = await PostAsync(Tutorial);

        var events = await ReadEventsAsync("tutorial");

        var losses = events.SelectMany(data => data["losses"]!.AsArray().Select(loss => (float)loss!)).ToArray();
        Assert.Equal(100, losses.Length);
        Assert.Equal(("4378.2764", "563.9186"), (Tenth(losses, 10), Tenth(losses, 100)));
        Assert.Equal("completed", (string)events[^1]["experiment"]!["phase"]!);
        Assert.Equal(1, (int)events[^1]["experiment"]!["version"]!);
    }

    [Fact]
    public async Task Losses_Completed_AreOnePerEpoch()
    {
        using var submitted = await PostAsync(Tutorial);
        await ReadEventsAsync("tutorial");

        var curve = await _client.GetFromJsonAsync<JsonObject>(new Uri("/experiments/tutorial/losses", UriKind.Relative));

        Assert.Equal(100, curve!["losses"]!.AsArray().Count);
    }

    [Fact]
    public async Task List_InPages_GivesEveryExperimentOnceInOrder()
    {
        for (var i = 0; i < 5; i++)
        {
            using var response = await PostAsync($$"""{ "id": "e{{i}}", "data": { "kind": "regression" }, "epochs": 1 }""");
        }

        var ids = new List<string>();
        for (var next = ""; next is not null;)
        {
            var page = await _client.GetFromJsonAsync<JsonObject>(new Uri("/experiments?limit=2" + next, UriKind.Relative));
            ids.AddRange(page!["experiments"]!.AsArray().Select(item => (string)item!["id"]!));
            next = page["next"] is { } after ? $"&after={(string)after!}" : null;
        }

        Assert.Equal(["e0", "e1", "e2", "e3", "e4"], ids);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("after=-1", "after")]
    [InlineData("phase=sleeping", "phase")]
    [InlineData("phase=3", "phase")]
    public async Task List_FaultyParameter_Is400NamingIt(string query, string field)
    {
        using var response = await _client.GetAsync(new Uri("/experiments?" + query, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal([field], problem!["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task OpenApi_ListsEveryRoute()
    {
        var document = await _client.GetFromJsonAsync<JsonObject>(new Uri("/openapi/v1.json", UriKind.Relative));

        string[] routes =
        [
            "/experiments", "/experiments/{id}", "/experiments/{id}/losses", "/experiments/{id}/events",
            "/experiments/{id}/pause", "/experiments/{id}/resume", "/experiments/{id}/cancel", "/experiments/{id}/extend", "/experiments/{id}/retry",
        ];
        Assert.All(routes, route => Assert.Contains(route, document!["paths"]!.AsObject().Select(path => path.Key)));
    }

    private static string Tenth(float[] losses, int epoch) =>
        losses[epoch - 1].ToString("F4", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<HttpResponseMessage> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _client.PostAsync(new Uri("/experiments", UriKind.Relative), content);
    }

    private async Task<List<JsonObject>> ReadEventsAsync(string id)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        var events = new List<JsonObject>();
        await using var stream = await _client.GetStreamAsync(new Uri($"/experiments/{id}/events", UriKind.Relative), patience.Token);
        await foreach (var item in System.Net.ServerSentEvents.SseParser.Create(stream).EnumerateAsync(patience.Token))
        {
            Assert.Equal("progress", item.EventType);
            events.Add(JsonNode.Parse(item.Data)!.AsObject());
        }

        return events;
    }
}
