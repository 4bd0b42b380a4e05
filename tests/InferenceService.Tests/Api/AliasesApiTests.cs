using System.Net;
using System.Text.Json;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Api;

public sealed class AliasesApiTests
{
    private const string Champion = "/models/m/aliases/champion";

    [Fact]
    public async Task Move_NewAlias_AnswersByItsNameAndTellsAllOfIt()
    {
        await using var app = await WithLinesAsync(3);

        var (response, view) = await app.PutAsync(Champion, """{"version":2}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            """{"name":"champion","version":2,"serving":2,"features":1,"targets":1,"history":[]}""", JsonSerializer.Serialize(view));
        Assert.Equal((2, 20f), await app.PredictAsync("m", 10, "champion"));
        Assert.Equal((3, 30f), await app.PredictAsync("m", 10));
        Assert.Equal(JsonSerializer.Serialize(view), await app.GetTextAsync(Champion));
    }

    [Fact]
    public async Task Move_Default_AnswersRequestsThatNameNoVersion()
    {
        await using var app = await WithLinesAsync(3);
        await app.PredictAsync("m", 10);

        await app.PutAsync("/models/m/aliases/default", """{"version":1}""");

        Assert.Equal((1, 10f), await app.PredictAsync("m", 10));
        await app.PublishAsync(LinearModel.Line(4, 0).Draft("m"));
        Assert.Equal((4, 40f), await app.PredictAsync("m", 10, "4"));
        Assert.Equal((1, 10f), await app.PredictAsync("m", 10));
        Assert.Equal(1, (await app.GetAsync("/models/m")).Body.GetProperty("serving").GetInt32());

        await app.SendAsync(HttpMethod.Delete, "/models/m/aliases/default");
        Assert.Equal((4, 40f), await app.PredictAsync("m", 10));
    }

    [Fact]
    public async Task Move_ToWhereItLeads_ChangesNothing()
    {
        await using var app = await WithLinesAsync(2);
        await app.PutAsync(Champion, """{"version":1}""");
        await app.PutAsync(Champion, """{"version":2,"canary":{"version":1,"weight":0.5}}""");
        var before = await app.GetTextAsync(Champion);

        var (response, _) = await app.PutAsync(Champion, """{"version":2,"canary":{"weight":0.5,"version":1}}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(before, await app.GetTextAsync(Champion));
    }

    [Fact]
    public async Task RollBack_AfterMoves_GoesBackOneByOne()
    {
        await using var app = await WithLinesAsync(3);
        foreach (var version in (int[])[1, 2, 3])
        {
            await app.PutAsync(Champion, $$"""{"version":{{version}}}""");
        }

        var (_, second) = await app.SendAsync(HttpMethod.Post, Champion + "/rollback");
        Assert.Equal(2, second.GetProperty("version").GetInt32());
        Assert.Equal((2, 20f), await app.PredictAsync("m", 10, "champion"));

        var (_, first) = await app.SendAsync(HttpMethod.Post, Champion + "/rollback");
        Assert.Equal(1, first.GetProperty("version").GetInt32());

        var (response, problem) = await app.SendAsync(HttpMethod.Post, Champion + "/rollback");
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("alias 'champion' of model 'm' has no earlier target", problem.GetProperty("detail").GetString());
        Assert.Equal((1, 10f), await app.PredictAsync("m", 10, "champion"));
    }

    [Fact]
    public async Task Move_Often_KeepsTheLastTenTargets()
    {
        await using var app = await WithLinesAsync(2);
        for (var i = 0; i < 14; i++)
        {
            await app.PutAsync(Champion, $$"""{"version":{{1 + (i % 2)}}}""");
        }

        var (_, view) = await app.GetAsync(Champion);

        Assert.Equal(10, view.GetProperty("history").GetArrayLength());
        Assert.Equal(1, view.GetProperty("history")[9].GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task List_Aliases_AreSortedByName()
    {
        await using var app = await WithLinesAsync(2);
        foreach (var alias in (string[])["champion", "Beta", "a.1"])
        {
            await app.PutAsync($"/models/m/aliases/{alias}", """{"version":1}""");
        }

        var (_, list) = await app.GetAsync("/models/m/aliases");

        Assert.Equal(
            ["Beta", "a.1", "champion"],
            list.GetProperty("aliases").EnumerateArray().Select(alias => alias.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Remove_Alias_ItsNameMeansNothingAnyMore()
    {
        await using var app = await WithLinesAsync(1);
        await app.PutAsync(Champion, """{"version":1}""");

        var (removed, _) = await app.SendAsync(HttpMethod.Delete, Champion);
        var (response, _) = await app.InferAsync("/v2/models/m/versions/champion/infer", Bodies.Flat(1, 1));

        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    /// <summary>Version v of m is y = v · x.</summary>
    internal static async Task<InferenceApp> WithLinesAsync(int versions, params (string Key, string Value)[] settings)
    {
        var app = await InferenceApp.CreateAsync(settings);
        for (var version = 1; version <= versions; version++)
        {
            await app.PublishAsync(LinearModel.Line(version, 0).Draft("m"));
        }

        return app;
    }
}
