using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Distributed.TrainerGrain.Tests.Support;

namespace Distributed.TrainerGrain.Tests.Api;

public sealed class ControlApiTests : IDisposable
{
    private readonly StoreDirectory _directory = new();
    private readonly PacedEngine _engine = new();
    private readonly TrainerApplication _trainer;
    private readonly HttpClient _client;

    public ControlApiTests()
    {
        _trainer = new TrainerApplication(_directory, _engine);
        _client = _trainer.CreateClient();
    }

    public void Dispose()
    {
        _client.Dispose();
        _trainer.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task PauseResumeCancelDelete_EachTwice_Is200AndTheCatalogTellsThePhase()
    {
        await SubmitAsync();

        await AssertPhaseAsync("paused", await ControlAsync("pause"));
        await AssertPhaseAsync("paused", await ControlAsync("pause"));
        Assert.Equal(1, await CountAsync("paused"));
        await AssertPhaseAsync("queued", await ControlAsync("resume"));
        using var resumedAgain = await ControlAsync("resume");
        Assert.Equal(HttpStatusCode.OK, resumedAgain.StatusCode);
        Assert.Equal(0, await CountAsync("paused"));
        await AssertPhaseAsync("cancelled", await ControlAsync("cancel"));
        await AssertPhaseAsync("cancelled", await ControlAsync("cancel"));

        using var deleted = await _client.DeleteAsync(Experiment);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var deletedAgain = await _client.DeleteAsync(Experiment);
        await ProblemAssert.IsAsync(HttpStatusCode.NotFound, "'e'", deletedAgain);
        Assert.Equal(0, await CountAsync(""));
    }

    [Fact]
    public async Task Extend_Completed_Is200AndTrainsOn()
    {
        await SubmitAsync();
        _engine.Finish("e");
        await WaitForAsync("completed");

        using var extended = await ControlAsync("extend", """{"epochs":200000}""");

        var view = await extended.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(HttpStatusCode.OK, extended.StatusCode);
        Assert.Equal(("queued", 200_000, 1), ((string)view!["phase"]!, (int)view["epochs"]!, (int)view["version"]!));
        using var same = await ControlAsync("extend", """{"epochs":200000}""");
        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
        _engine.Finish("e");
        Assert.Equal(2, (int)(await WaitForAsync("completed"))["version"]!);
        using var fewer = await ControlAsync("extend", """{"epochs":7}""");
        await ProblemAssert.IsAsync(HttpStatusCode.Conflict, "has 200000 epochs; it can be extended to more only, and 7 is not more.", fewer);
    }

    [Fact]
    public async Task Retry_Failed_Is200AndTrainsAgain()
    {
        await SubmitAsync();
        _engine.Fail("e");
        await WaitForAsync("failed");

        await AssertPhaseAsync("queued", await ControlAsync("retry"));

        _engine.Finish("e");
        Assert.Null((await WaitForAsync("completed"))["failure"]);
    }

    [Fact]
    public async Task Control_VerbThatThePhaseDoesNotAllow_Is409SayingWhatIs()
    {
        await SubmitAsync();
        await AssertPhaseAsync("paused", await ControlAsync("pause"));

        foreach (var verb in new[] { "retry", "extend" })
        {
            using var refused = await ControlAsync(verb, """{"epochs":200000}""");
            await ProblemAssert.IsAsync(
                HttpStatusCode.Conflict,
                $"Experiment 'e' is paused, which does not allow {verb}; allowed now: resume, cancel, delete.",
                refused);
        }
    }

    [Fact]
    public async Task Delete_Unfinished_Is409()
    {
        await SubmitAsync();

        using var refused = await _client.DeleteAsync(Experiment);

        await ProblemAssert.IsAsync(HttpStatusCode.Conflict, "which does not allow delete; allowed now: pause, cancel.", refused);
    }

    [Fact]
    public async Task Extend_FaultyRequest_Is400NamingTheField()
    {
        await SubmitAsync();
        (string Body, string Field)[] requests =
        [
            ("", "$"), ("[]", "$"), ("{}", "epochs"), ("""{"epochs":0}""", "epochs"), ("""{"epochs":10000001}""", "epochs"),
            ("""{"epochs":1.5}""", "epochs"), ("""{"epochs":5,"more":1}""", "more"),
        ];
        foreach (var (body, field) in requests)
        {
            using var response = await ControlAsync("extend", body);

            Assert.Equal((body, HttpStatusCode.BadRequest), (body, response.StatusCode));
            var problem = await response.Content.ReadFromJsonAsync<JsonObject>();
            Assert.Equal([field], problem!["errors"]!.AsObject().Select(error => error.Key));
        }
    }

    [Fact]
    public async Task Control_UnknownExperiment_Is404()
    {
        foreach (var verb in new[] { "pause", "resume", "cancel", "retry", "extend" })
        {
            using var response = await ControlAsync(verb, """{"epochs":5}""");

            await ProblemAssert.IsAsync(HttpStatusCode.NotFound, "'e'", response);
        }
    }

    private static Uri Experiment => new("/experiments/e", UriKind.Relative);

    private async Task SubmitAsync()
    {
        using var content = Json("""{ "id": "e", "data": {}, "epochs": 100000 }""");
        using var response = await _client.PostAsync(new Uri("/experiments", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private async Task<HttpResponseMessage> ControlAsync(string verb, string body = "")
    {
        using var content = Json(body);
        return await _client.PostAsync(new Uri($"/experiments/e/{verb}", UriKind.Relative), content);
    }

    private async Task<JsonObject> WaitForAsync(string phase)
    {
        var view = new JsonObject();
        await Eventually.HoldsAsync(
            async () => (string?)(view = (await _client.GetFromJsonAsync<JsonObject>(Experiment))!)["phase"] == phase,
            $"the experiment is {phase}");
        return view;
    }

    private async Task<int> CountAsync(string phase)
    {
        var page = await _client.GetFromJsonAsync<JsonObject>(new Uri($"/experiments?phase={phase}", UriKind.Relative));
        return page!["experiments"]!.AsArray().Count;
    }

    private static async Task AssertPhaseAsync(string phase, HttpResponseMessage response)
    {
        using (response)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(phase, (string?)(await response.Content.ReadFromJsonAsync<JsonObject>())!["phase"]);
        }
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
