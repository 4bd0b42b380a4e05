using System.Text.Json;
using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class ShadowTests
{
    private const string Champion = "/models/m/aliases/champion";
    private const string Outcomes = "inference.shadow.requests";

    [Fact]
    public async Task Predict_WithShadow_ComparesEveryAnswerWithinTheTolerance()
    {
        await using var app = await WithAsync(LinearModel.Line(1, 0), LinearModel.Line(1, 0.02f));
        using var metrics = new MetricRecorder(app.Services);
        await app.PutAsync(Champion, """{"version":1,"shadow":{"version":2,"tolerance":0.01}}""");

        Assert.Equal((1, 1f), await app.PredictAsync("m", 1, "champion"));
        Assert.Equal((1, 5f), await app.PredictAsync("m", 5, "champion"));
        await metrics.WaitAsync(() => metrics.Sum(Outcomes) == 2);

        var comparison = (await app.GetAsync(Champion)).Body.GetProperty("comparison").Deserialize<ShadowComparison>(JsonSerializerOptions.Web)!;
        Assert.Equal((1, 1, 0, 0), (comparison.Same, comparison.Different, comparison.Dropped, comparison.Failed));
        Assert.Equal(0.02, comparison.LargestDifference, 1e-5);
    }

    [Fact]
    public async Task Predict_ByNumber_IsNotMirrored()
    {
        await using var app = await WithAsync(LinearModel.Line(1, 0), LinearModel.Line(2, 0));
        using var metrics = new MetricRecorder(app.Services);
        await app.PutAsync(Champion, """{"version":1,"shadow":{"version":2}}""");

        await app.PredictAsync("m", 1, "1");
        await app.PredictAsync("m", 1, "champion");
        await metrics.WaitAsync(() => metrics.Sum(Outcomes) > 0);

        Assert.Equal(1, metrics.Sum(Outcomes));
    }

    [Fact]
    public async Task Move_OfTheShadowedAlias_CountsAnewOnlyWhenTheComparisonIsAnother()
    {
        await using var app = await WithAsync(LinearModel.Line(1, 0), LinearModel.Line(1, 0));
        using var metrics = new MetricRecorder(app.Services);
        await app.PutAsync(Champion, """{"version":1,"shadow":{"version":2}}""");
        await app.PredictAsync("m", 1, "champion");
        await metrics.WaitAsync(() => metrics.Sum(Outcomes) == 1);

        await app.PutAsync("/models/m/aliases/other", """{"version":1}""");
        Assert.Equal(1, await SameAsync(app));
        await app.PutAsync(Champion, """{"version":1,"shadow":{"version":2,"tolerance":0.5}}""");
        Assert.Equal(0, await SameAsync(app));
    }

    [Fact]
    public async Task Predict_ShadowIsSlow_AnswersWaitForNothingAndTheRestIsDropped()
    {
        const int queue = 3;
        const int requests = 10;
        await using var app = await WithAsync([LinearModel.Line(1, 0), LinearModel.Line(1, 0)], ("Serving:ShadowQueue", $"{queue}"));
        using var metrics = new MetricRecorder(app.Services);
        var editor = app.Services.GetRequiredService<RouteEditor>();
        var edit = await editor.MoveAsync("m", "champion", new(1, Shadow: new(2)), CancellationToken.None);
        var shadow = edit.Model!.Routes.Aliases["champion"].Shadow!;

        app.Gate.Hold("m");
        app.Services.GetRequiredService<SessionCache>().Drop(shadow.Version);
        await PredictAsync(app.Models);
        await app.Gate.ArrivalAsync();
        for (var i = 1; i < requests; i++)
        {
            await PredictAsync(app.Models);
        }

        Assert.Equal(requests - 1 - queue, shadow.Comparison.Dropped);
        app.Gate.Release("m");
        await metrics.WaitAsync(() => metrics.Sum(Outcomes) == requests);
        Assert.Equal(queue + 1, shadow.Comparison.Same);
    }

    [Fact]
    public async Task Predict_ShadowIsRefused_IsCountedAndTheAnswerIsNotTouched()
    {
        await using var app = await WithAsync(LinearModel.Line(1, 0), LinearModel.Line(1, 0));
        using var metrics = new MetricRecorder(app.Services);
        await app.PutAsync(Champion, """{"version":1,"shadow":{"version":2}}""");
        Assert.True(app.Catalog.TryFind("m", out var model));
        app.Services.GetRequiredService<SessionCache>().Drop(model.Find(2)!);
        model.Find(2)!.Refuse("bad");

        Assert.Equal((1, 3f), await app.PredictAsync("m", 3, "champion"));
        await metrics.WaitAsync(() => metrics.Sum(Outcomes) == 1);

        Assert.Equal(1, model.Routes.Aliases["champion"].Shadow!.Comparison.Failed);
    }

    [Fact]
    public async Task Predict_ByTheCanary_IsNotCompared()
    {
        await using var app = await WithAsync(LinearModel.Line(1, 0), LinearModel.Line(2, 0), LinearModel.Line(1, 0));
        using var metrics = new MetricRecorder(app.Services);
        await app.PutAsync(Champion, """{"version":1,"canary":{"version":2,"weight":1},"shadow":{"version":3}}""");
        Assert.Equal((2, 2f), await app.PredictAsync("m", 1, "champion"));

        await app.PutAsync(Champion, """{"version":1,"shadow":{"version":3}}""");
        await app.PredictAsync("m", 1, "champion");
        await metrics.WaitAsync(() => metrics.Sum(Outcomes) > 0);

        Assert.Equal(1, metrics.Sum(Outcomes));
    }

    private static async Task<long> SameAsync(InferenceApp app) =>
        (await app.GetAsync(Champion)).Body.GetProperty("comparison").GetProperty("same").GetInt64();

    private static async Task PredictAsync(ModelServer server)
    {
        var acquired = await server.AcquireAsync(await server.ResolveAsync("m", "champion", CancellationToken.None), CancellationToken.None);
        Assert.True(acquired.TryGetLease(out var lease, out _));
        using (lease)
        {
            lease.Predict(new float[] { 1 }, new float[1], 1);
        }
    }

    private static Task<InferenceApp> WithAsync(params LinearModel[] versions) => WithAsync(versions, []);

    private static async Task<InferenceApp> WithAsync(LinearModel[] versions, params (string Key, string Value)[] settings)
    {
        var app = await InferenceApp.CreateAsync(settings);
        foreach (var version in versions)
        {
            await app.PublishAsync(version.Draft("m"));
        }

        return app;
    }
}
