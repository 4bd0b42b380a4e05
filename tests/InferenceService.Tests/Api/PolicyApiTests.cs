using System.Net;
using System.Text.Json;
using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Api;

public sealed class PolicyApiTests
{
    private const string Policy = "/models/m/policy";

    [Fact]
    public async Task Set_Latest_RefusesOlderVersionsWithTheReason()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(3);
        Assert.Equal("""{"kind":"all"}""", await app.GetTextAsync(Policy));

        await app.PutAsync(Policy, """{"kind":"latest","count":2}""");

        var (response, answer) = await app.InferAsync("/v2/models/m/versions/1/infer", Bodies.Flat(1, 1));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("model 'm' version 1 is not served: the policy serves the latest 2 only", answer.GetProperty("error").GetString());
        Assert.Equal((2, 20f), await app.PredictAsync("m", 10, "2"));
        Assert.Equal([Readiness.Unavailable, Readiness.Ready, Readiness.Ready], app.Models.ReadIndex().Select(state => state.Readiness));
    }

    [Fact]
    public async Task Set_Specific_LeadsRequestsToTheNewestOfThem()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(3);
        Assert.Equal((3, 30f), await app.PredictAsync("m", 10));

        await app.PutAsync(Policy, """{"kind":"specific","versions":[2,1]}""");

        Assert.Equal((2, 20f), await app.PredictAsync("m", 10));
        Assert.Equal("""{"kind":"specific","versions":[1,2]}""", await app.GetTextAsync(Policy));
        await app.SendAsync(HttpMethod.Delete, Policy);
        Assert.Equal((3, 30f), await app.PredictAsync("m", 10));
    }

    [Fact]
    public async Task Set_Specific_AliasesLeadOutsideIt()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(3);
        await app.PutAsync("/models/m/aliases/champion", """{"version":3}""");

        await app.PutAsync(Policy, """{"kind":"specific","versions":[1]}""");

        Assert.Equal((3, 30f), await app.PredictAsync("m", 10, "champion"));
        Assert.Equal((3, 30f), await app.PredictAsync("m", 10, "3"));
        Assert.Equal((1, 10f), await app.PredictAsync("m", 10));
    }

    [Fact]
    public async Task Set_NothingGoodLeft_IsAConflict()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(2);
        await app.Trainer.DamageAsync("m", 1);

        var (response, problem) = await app.PutAsync(Policy, """{"kind":"specific","versions":[1,9]}""");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.StartsWith(
            "the policy would leave nothing to serve: model 'm' version 1 is not served: ",
            problem.GetProperty("detail").GetString(),
            StringComparison.Ordinal);
        Assert.Equal((2, 20f), await app.PredictAsync("m", 10));
    }

    [Theory]
    [InlineData("""{"kind":"newest"}""", "kind", "was the string \"newest\"; must be one of \"all\", \"latest\", \"specific\".")]
    [InlineData("""{"kind":"latest"}""", "count", "goes with the kind \"latest\", which needs it, and with no other.")]
    [InlineData("""{"kind":"all","versions":[1]}""", "versions", "goes with the kind \"specific\", which needs it, and with no other.")]
    [InlineData("""{"kind":"specific","versions":[]}""", "versions", "was a list; must be a list of 1 or more versions.")]
    [InlineData("""{"kind":"specific","versions":[0]}""", "versions[0]", "was 0; must be a whole number from 1 to 2147483647.")]
    public async Task Set_Faulty_Is400NamingTheField(string body, string field, string expected)
    {
        await using var app = await AliasesApiTests.WithLinesAsync(1);

        var (response, answer) = await app.PutAsync(Policy, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(expected, answer.GetProperty("errors").GetProperty(field)[0].GetString());
    }

    [Fact]
    public async Task Set_TooLarge_Is413()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(1);

        var (response, _) = await app.PutAsync(Policy, JsonSerializer.Serialize(new string('x', 100_000)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }
}
