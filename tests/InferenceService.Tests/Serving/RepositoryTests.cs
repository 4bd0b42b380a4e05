using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Api;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Serving;

/// <summary>Loading and unloading by request.</summary>
public sealed class RepositoryTests
{
    [Fact]
    public async Task Unload_Model_RefusesUntilLoaded()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(2);
        await app.PredictAsync("m", 1);

        Assert.Null(await app.Models.UnloadAsync("m", CancellationToken.None));

        Assert.All(app.Models.ReadIndex(), state => Assert.Equal(
            (Readiness.Unavailable, "it was unloaded by request; load it again"), (state.Readiness, state.Reason)));
        var (response, answer) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1));
        Assert.Equal(503, (int)response.StatusCode);
        Assert.Equal("model 'm' version 2 is not served: it was unloaded by request; load it again", answer.GetProperty("error").GetString());
        Assert.False(app.Find("m", 2).IsResident);

        Assert.Null(await app.Models.LoadAsync("m", CancellationToken.None));
        Assert.True(app.Find("m", 2).IsResident);
        Assert.Equal((2, 20f), await app.PredictAsync("m", 10));
    }

    [Fact]
    public async Task LoadAndUnload_UnknownModel_IsNotFound()
    {
        await using var app = await InferenceApp.CreateAsync();

        Assert.Equal(ServingFaultKind.NotFound, (await app.Models.LoadAsync("none", CancellationToken.None))!.Kind);
        Assert.Equal(ServingFaultKind.NotFound, (await app.Models.UnloadAsync("none", CancellationToken.None))!.Kind);
    }

    [Fact]
    public async Task Load_RefusedVersion_IsProvenAgain()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(1);
        await app.PredictAsync("m", 1);
        await app.Models.UnloadAsync("m", CancellationToken.None);
        app.Find("m", 1).Refuse("it took too long");

        Assert.Null(await app.Models.LoadAsync("m", CancellationToken.None));
        Assert.Equal((1, 10f), await app.PredictAsync("m", 10));
    }
}
