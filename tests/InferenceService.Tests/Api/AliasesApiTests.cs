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
    public async Task Move_ToARefusedVersion_IsAConflictWithTheReasonAndChangesNothing()
    {
        await using var app = await WithLinesAsync(2);
        await app.PutAsync(Champion, """{"version":1}""");
        await app.Trainer.DamageAsync("m", 2);

        var (response, problem) = await app.PutAsync(Champion, """{"version":2}""");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.StartsWith("model 'm' version 2 is not served: The ONNX bytes", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 10f), await app.PredictAsync("m", 10, "champion"));
    }

    [Theory]
    [InlineData("""{"version":2}""", "version 2 has 2 and 1")]
    [InlineData("""{"version":1,"canary":{"version":2,"weight":0.1}}""", "version 2 has 2 and 1")]
    [InlineData("""{"version":1,"shadow":{"version":3}}""", "version 3 has 1 and 2")]
    public async Task Move_OtherInputsOrOutputsThanPromised_IsAConflict(string body, string found)
    {
        await using var app = await WithLinesAsync(1);
        await app.PublishAsync(LinearModel.Counting(2, 1).Draft("m"));
        await app.PublishAsync(LinearModel.Counting(1, 2).Draft("m"));
        await app.PutAsync(Champion, """{"version":1}""");

        var (response, problem) = await app.PutAsync(Champion, body);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal(
            $"alias 'champion' promises 1 features and 1 targets, {found}; use another alias", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Move_UnknownVersion_IsAConflict()
    {
        await using var app = await WithLinesAsync(1);

        var (response, problem) = await app.PutAsync(Champion, """{"version":7}""");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("model 'm' has no version '7'; the newest is 1", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Move_UnloadedModel_Is503()
    {
        await using var app = await WithLinesAsync(1);
        Assert.Null(await app.Models.UnloadAsync("m", CancellationToken.None));

        var (response, _) = await app.PutAsync(Champion, """{"version":1}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Theory]
    [InlineData("""{}""", "version", "is missing; must be a whole number from 1 to 2147483647.")]
    [InlineData("""{"version":0}""", "version", "was 0; must be a whole number from 1 to 2147483647.")]
    [InlineData("""{"version":1,"canary":{"version":2}}""", "canary.weight", "is missing; must be a number from 0 to 1.")]
    [InlineData("""{"version":1,"canary":{"version":2,"weight":2}}""", "canary.weight", "was 2; must be a number from 0 to 1.")]
    [InlineData("""{"version":1,"canary":{"version":1,"weight":1}}""", "canary", "names version 1, which answers anyway; must name another one.")]
    [InlineData("""{"version":1,"shadow":{"version":1}}""", "shadow", "names version 1, which answers anyway; must name another one.")]
    [InlineData("""{"version":1,"shadw":{"version":2}}""", "shadw", "is an unknown field; did you mean \"shadow\"?")]
    [InlineData("nonsense", "$", "is not valid JSON, at line 1, byte 2: ")]
    public async Task Move_FaultyBody_Is400NamingTheField(string body, string field, string problem)
    {
        await using var app = await WithLinesAsync(1);

        var (response, answer) = await app.PutAsync(Champion, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(problem, answer.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("_x")]
    [InlineData("a%20b")]
    public async Task Move_NameThatCannotBeOne_Is400(string name)
    {
        await using var app = await WithLinesAsync(1);

        var (response, answer) = await app.PutAsync($"/models/m/aliases/{name}", """{"version":1}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("cannot name an alias", answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
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

        Assert.Equal(["Beta", "a.1", "champion"], list.GetProperty("aliases").EnumerateArray().Select(alias => alias.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("GET", "/models/m/aliases/none", "model 'm' has no alias 'none'")]
    [InlineData("DELETE", "/models/m/aliases/none", "model 'm' has no alias 'none'")]
    [InlineData("POST", "/models/m/aliases/none/rollback", "model 'm' has no alias 'none'")]
    [InlineData("GET", "/models/none/aliases", "there is no model 'none'")]
    [InlineData("GET", "/models/none/policy", "there is no model 'none'")]
    [InlineData("GET", "/models/m/versions/none", "model 'm' has no version 'none' and no alias of that name; the newest is 1")]
    public async Task Any_Unknown_Is404(string method, string path, string detail)
    {
        await using var app = await WithLinesAsync(1);

        var (response, problem) = await app.SendAsync(new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(detail, problem.GetProperty("detail").GetString());
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
