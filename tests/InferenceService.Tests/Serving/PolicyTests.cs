using System.Net;
using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Api;
using Distributed.InferenceService.Tests.Support;
using Distributed.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class PolicyTests
{
    [Fact]
    public async Task Follow_AllThatThePolicyServesIsRefusedHere_RequestsAreToldWhy()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(3);
        await using var other = app.Another();
        await other.PredictAsync("m", 10);
        other.Find("m", 2).Refuse("it does not run on this machine");

        await app.PutAsync("/models/m/policy", """{"kind":"specific","versions":[1,2]}""");
        await FollowAsync(other);
        Assert.Equal((1, 10f), await other.PredictAsync("m", 10));
        await app.PutAsync("/models/m/policy", """{"kind":"specific","versions":[2]}""");
        await FollowAsync(other);

        var (response, answer) = await other.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("model 'm' version 2 is not served: it does not run on this machine", answer.GetProperty("error").GetString());
        Assert.All(other.Find("m", 1).Owner.Versions, version => Assert.False(version.IsResident));
        Assert.Null(await other.Models.LoadAsync("m", CancellationToken.None));
        Assert.Equal((2, 20f), await other.PredictAsync("m", 10));
    }

    // What the follower would do in its own time.
    private static async Task FollowAsync(InferenceApp app)
    {
        var model = app.Find("m", 1).Owner;
        model.Want((await app.Services.GetRequiredService<IRouteStore>().FindAsync("m"))!);
        await app.Services.GetRequiredService<ChangeOvers>().BringAsync(model, CancellationToken.None);
    }
}
