using System.Net;
using Distributed.Contracts.Models;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Api;

/// <summary>What those hear who ask for something of an alias that cannot be.</summary>
public sealed class AliasRefusalTests
{
    private const string Champion = "/models/m/aliases/champion";

    [Fact]
    public async Task Move_ToARefusedVersion_IsAConflictWithTheReasonAndChangesNothing()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(2);
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
        await using var app = await AliasesApiTests.WithLinesAsync(1);
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
        await using var app = await AliasesApiTests.WithLinesAsync(1);

        var (response, problem) = await app.PutAsync(Champion, """{"version":7}""");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("model 'm' has no version '7'; the newest is 1", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Move_UnloadedModel_Is503()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(1);
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
        await using var app = await AliasesApiTests.WithLinesAsync(1);

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
        await using var app = await AliasesApiTests.WithLinesAsync(1);

        var (response, answer) = await app.PutAsync($"/models/m/aliases/{name}", """{"version":1}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("cannot name an alias", answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
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
        await using var app = await AliasesApiTests.WithLinesAsync(1);

        var (response, problem) = await app.SendAsync(new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(detail, problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Move_MoreAliasesThanAllowed_IsAConflict()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(1);
        for (var i = 0; i < ModelRoutes.MaxAliases; i++)
        {
            Assert.True((await app.PutAsync($"/models/m/aliases/a{i}", """{"version":1}""")).Response.IsSuccessStatusCode);
        }

        var (response, problem) = await app.PutAsync(Champion, """{"version":1}""");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("the model has 100 aliases, which is the most allowed", problem.GetProperty("detail").GetString());
    }
}
