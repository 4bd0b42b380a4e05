using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Api;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class RoutingTests
{
    private const int ReroutedEvent = 2004;
    private const string Champion = "/models/m/aliases/champion";

    [Fact]
    public async Task Draw_Canary_GetsItsShare()
    {
        const int draws = 4_000;
        const double weight = 0.2;
        await using var app = await AliasesApiTests.WithLinesAsync(2);
        await app.PutAsync(Champion, $$$"""{"version":1,"canary":{"version":2,"weight":{{{weight}}}}}""");

        var canaries = 0;
        for (var i = 0; i < draws; i++)
        {
            var (version, y) = await PredictAsync(app, "champion", 3);
            Assert.Equal(3f * version, y);
            canaries += version - 1;
        }

        // Six standard deviations of the binomial distribution: one run in 500 million is farther off.
        var deviation = 6 * Math.Sqrt(draws * weight * (1 - weight));
        Assert.InRange(canaries, (draws * weight) - deviation, (draws * weight) + deviation);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public async Task Draw_CanaryOfNoneOrAll_IsNeverOrAlwaysTheCanary(int weight, int expected)
    {
        await using var app = await AliasesApiTests.WithLinesAsync(2);
        await app.PutAsync(Champion, $$$"""{"version":1,"canary":{"version":2,"weight":{{{weight}}}}}""");

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(expected, (await PredictAsync(app, "champion", 1)).Version);
        }
    }

    [Fact]
    public async Task Follow_AliasMovedElsewhere_TheOtherServiceLoadsAndSwitches()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(2);
        await app.PutAsync(Champion, """{"version":1}""");
        await using var other = app.Another();
        Assert.Equal((1, 10f), await other.PredictAsync("m", 10, "champion"));

        var rerouted = other.Logs.NextAsync(ReroutedEvent);
        await app.PutAsync(Champion, """{"version":2}""");
        await rerouted;

        Assert.True(other.Find("m", 2).IsResident);
        Assert.Equal((2, 20f), await other.PredictAsync("m", 10, "champion"));
    }

    [Fact]
    public async Task Follow_AliasMadeElsewhere_AnswersTheVeryNextRequest()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(2);
        await using var other = app.Another();
        await other.PredictAsync("m", 10);

        await app.PutAsync(Champion, """{"version":1}""");

        Assert.Equal((1, 10f), await other.PredictAsync("m", 10, "champion"));
    }

    [Fact]
    public async Task Follow_TargetRefusedHere_TheLastGoodOneServesOn()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(2);
        await app.PutAsync(Champion, """{"version":1}""");
        await using var other = app.Another();
        await other.PredictAsync("m", 10, "champion");
        other.Find("m", 2).Refuse("it does not run on this machine");

        var rerouted = other.Logs.NextAsync(ReroutedEvent);
        await app.PutAsync(Champion, """{"version":2}""");
        await rerouted;

        Assert.Equal((1, 10f), await other.PredictAsync("m", 10, "champion"));
        var (_, view) = await other.GetAsync(Champion);
        Assert.Equal((2, 1), (view.GetProperty("version").GetInt32(), view.GetProperty("serving").GetInt32()));
        Assert.Equal(
            new VersionState("m", 2, Readiness.Unavailable, "it does not run on this machine"),
            other.Models.ReadIndex().Single(state => state.Version == 2));
    }

    [Fact]
    public async Task Start_WithRoutes_FollowsThemWithoutLoading()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(3);
        await app.PutAsync("/models/m/aliases/default", """{"version":1}""");
        await app.PutAsync("/models/m/policy", """{"kind":"latest","count":1}""");

        await using var restarted = app.Another();

        Assert.Equal((1, 10f), await restarted.PredictAsync("m", 10));
        Assert.Equal(
            [Readiness.Ready, Readiness.Unavailable, Readiness.Ready], restarted.Models.ReadIndex().Select(state => state.Readiness));
        Assert.False(restarted.Find("m", 3).IsResident);
    }

    [Fact]
    public async Task Move_WhileOthersMove_EveryMoveIsKept()
    {
        const int aliases = 24;
        await using var app = await AliasesApiTests.WithLinesAsync(1);
        await using var other = app.Another();

        await Parallel.ForEachAsync(Enumerable.Range(0, aliases), async (i, _) =>
        {
            var (response, _) = await (i % 2 == 0 ? app : other).PutAsync($"/models/m/aliases/a{i}", """{"version":1}""");
            Assert.True(response.IsSuccessStatusCode);
        });

        Assert.Equal(aliases, (await app.GetAsync("/models/m/aliases")).Body.GetProperty("aliases").GetArrayLength());
    }

    [Fact]
    public async Task Move_AwayFromAVersion_ItsSessionIsFreed()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(3);
        await app.PutAsync("/models/m/aliases/default", """{"version":1}""");
        await app.PredictAsync("m", 1);

        await app.PutAsync("/models/m/aliases/default", """{"version":2}""");

        Assert.Equal([false, true, false], app.Find("m", 1).Owner.Versions.Select(version => version.IsResident));
    }

    private static async Task<(int Version, float Y)> PredictAsync(InferenceApp app, string version, float x)
    {
        var acquired = await app.Models.AcquireAsync(
            await app.Models.ResolveAsync("m", version, CancellationToken.None), CancellationToken.None);
        Assert.True(acquired.TryGetLease(out var lease, out _));
        using (lease)
        {
            var y = new float[1];
            lease.Predict(new[] { x }, y, 1);
            return (lease.Model.Version, y[0]);
        }
    }
}
