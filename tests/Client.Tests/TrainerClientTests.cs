using System.Net;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;

namespace Distributed.Client.Tests;

public sealed class TrainerClientTests
{
    private const string View =
        """{"id":"a","model":"a","phase":"completed","epoch":100,"epochs":100,"loss":0.5,"version":1,"createdAt":"2026-01-02T03:04:05Z","sweep":"s"}""";

    private const string Sweep =
        """
        {"id":"s","phase":"running","count":10,"experiments":{"queued":4,"running":3,"paused":0,"completed":2,"failed":1,"cancelled":0},
         "rate":2.5,"createdAt":"2026-01-02T03:04:05Z"}
        """;

    [Fact]
    public async Task Submit_Spec_SendsEveryFieldAndReadsWhereItStands()
    {
        using var service = new CannedService().Answer(HttpStatusCode.Created, View);

        var view = await service.Trainer.SubmitAsync(new ExperimentSpec { Id = "a", Model = "a", Epochs = 7 });

        Assert.Equal(ExperimentPhase.Completed, view.Phase);
        Assert.Equal("s", view.Sweep);
        var (line, body) = Assert.Single(service.Asked);
        Assert.Equal("POST /experiments", line);
        Assert.Equal(7, SpecReader.Read(System.Text.Encoding.UTF8.GetBytes(body)).Spec!.Epochs);
    }

    [Fact]
    public async Task Submit_Refused_ThrowsWithStatusSentenceAndEveryFault()
    {
        using var service = new CannedService().Answer(
            HttpStatusCode.BadRequest,
            """{"title":"One or more validation errors occurred.","status":400,"detail":"It has faults.","errors":{"epochs":["was 0."],"seed":["was -1.","x"]}}""",
            "application/problem+json");

        var refusal = await Assert.ThrowsAsync<ApiException>(() => service.Trainer.SubmitAsync(new ExperimentSpec { Id = "a", Model = "a" }));

        Assert.Equal((HttpStatusCode.BadRequest, "It has faults.", false), (refusal.Status, refusal.Message, refusal.IsTransient));
        Assert.Equal(["was -1.", "x"], refusal.Faults["seed"]);
        Assert.Equal(2, refusal.Faults.Count);
    }

    [Theory]
    [InlineData("<html>Bad gateway</html>", "text/html")]
    [InlineData("", "text/plain")]
    [InlineData("[1]", "application/json")]
    public async Task AnyCall_AnswerOfSomebodyElse_ThrowsWithTheStatus(string body, string type)
    {
        using var service = new CannedService().Answer(HttpStatusCode.ServiceUnavailable, body, type);

        var refusal = await Assert.ThrowsAsync<ApiException>(() => service.Trainer.GetSweepAsync("s"));

        Assert.True(refusal.IsTransient);
        Assert.Contains("503", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>Welcome</html>", "text/html")]
    [InlineData("null", "application/json")]
    [InlineData("{\"id\":7}", "application/json")]
    public async Task AnyCall_GoodAnswerOfAnotherProgram_ThrowsAndSaysSo(string body, string type)
    {
        using var service = new CannedService().Answer(body, type).Answer(body, type);

        var get = await Assert.ThrowsAsync<ApiException>(() => service.Trainer.GetSweepAsync("s"));
        var watch = await Assert.ThrowsAsync<ApiException>(async () => await service.Trainer.WatchSweepAsync("s").ToListAsync());

        Assert.False(get.IsTransient);
        Assert.Contains("is not the service", get.Message, StringComparison.Ordinal);
        Assert.Contains("is not the service", watch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_UnknownExperiment_IsNull()
    {
        using var service = new CannedService().Answer(HttpStatusCode.NotFound, """{"detail":"There is no experiment 'a/b'."}""");

        Assert.Null(await service.Trainer.FindAsync("a/b"));
        Assert.Equal("GET /experiments/a%2Fb", service.Asked[0].Line);
    }

    [Fact]
    public async Task List_SeveralPages_AsksForEachWithThePlaceOfTheOneBefore()
    {
        using var service = new CannedService()
            .Answer($$"""{"experiments":[{{View}},{{View}}],"next":"0.5:17"}""")
            .Answer($$"""{"experiments":[{{View}}]}""");

        var query = new ExperimentQuery { Phases = [ExperimentPhase.Completed], Sweep = "s", ByLoss = true, LossBelow = 1.5, PageLength = 2 };
        Assert.Equal(3, await service.Trainer.ListAsync(query).CountAsync());

        Assert.Equal(
            [
                "GET /experiments?phase=completed&sweep=s&sort=loss&lossBelow=1.5&limit=2",
                "GET /experiments?phase=completed&sweep=s&sort=loss&lossBelow=1.5&limit=2&after=0.5%3A17",
            ],
            service.Asked.Select(asked => asked.Line));
    }

    [Fact]
    public async Task Control_EachVerb_PostsToItsRoute()
    {
        using var service = new CannedService().Answer(View).Answer(View).Answer(View).Answer(View).Answer(View).Answer(HttpStatusCode.NoContent, "");
        var trainer = service.Trainer;

        await trainer.PauseAsync("a");
        await trainer.ResumeAsync("a");
        await trainer.CancelAsync("a");
        await trainer.RetryAsync("a");
        await trainer.ExtendAsync("a", 200);
        await trainer.DeleteAsync("a");

        Assert.Equal(
            ["pause", "resume", "cancel", "retry", "extend"], service.Asked.SkipLast(1).Select(asked => asked.Line.Split('/')[^1]));
        Assert.Equal("""{"epochs":200}""", service.Asked[4].Body);
        Assert.Equal("DELETE /experiments/a", service.Asked[5].Line);
    }

    [Fact]
    public async Task WatchSweep_Events_GivesEachUntilTheStreamEnds()
    {
        var data = Sweep.ReplaceLineEndings("");
        using var service = new CannedService().Answer($"event: sweep\ndata: {data}\n\nevent: sweep\ndata: {data}\n\n", "text/event-stream");

        var views = await service.Trainer.WatchSweepAsync("s").ToListAsync();

        Assert.Equal(2, views.Count);
        Assert.Equal(new SweepCounts(4, 3, 0, 2, 1, 0), views[1].Experiments);
        Assert.Equal((SweepPhase.Running, 2.5, 3), (views[1].Phase, views[1].Rate, views[1].Experiments.Ended));
    }

    [Fact]
    public async Task SubmitSweep_OfAnyKind_SendsAValidSweep()
    {
        using var service = new CannedService().Answer(HttpStatusCode.Created, Sweep).Answer(HttpStatusCode.OK, Sweep);
        var grid = new Dictionary<string, object> { ["seed"] = new[] { 1, 2, 3 } };

        await service.Trainer.SubmitSweepAsync(new { id = "s", @base = new { data = new { kind = "regression" } }, grid });
        var read = SweepReader.Read(System.Text.Encoding.UTF8.GetBytes(service.Asked[0].Body)).Sweep!;
        await service.Trainer.SubmitSweepAsync(read);

        Assert.Equal(3, read.Count);
        Assert.True(SweepJson.AreSame(read, SweepReader.Read(System.Text.Encoding.UTF8.GetBytes(service.Asked[1].Body)).Sweep!));
    }

    [Fact]
    public async Task SubmitSweep_WithoutAnId_IsGivenOneBeforeItIsSent()
    {
        using var service = new CannedService().Answer(HttpStatusCode.Created, Sweep);

        await service.Trainer.SubmitSweepAsync("""{"base":{"data":{}},"grid":{"seed":[1]}}"""u8.ToArray());

        Assert.Matches("^{\"id\":\"[0-9a-f]{32}\",\"base\":{\"data\":{}},\"grid\":{\"seed\":\\[1]}}$", service.Asked[0].Body);
    }
}
