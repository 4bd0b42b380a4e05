using System.Text.Json;
using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Api;
using Distributed.InferenceService.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.InferenceService.Tests.Serving;

/// <summary>Comparisons that something odd befalls.</summary>
public sealed class ShadowFaultTests
{
    private const string Champion = "/models/m/aliases/champion";
    private const string Outcomes = "inference.shadow.requests";

    [Fact]
    public async Task Predict_OnlyTheShadowOverflows_TheDifferenceIsNull()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(0.9f, 0).Draft("m"));
        await app.PublishAsync(LinearModel.Line(1.3f, 0).Draft("m"));
        using var metrics = new MetricRecorder(app.Services);
        await app.PutAsync(Champion, """{"version":1,"shadow":{"version":2}}""");

        await app.PredictAsync("m", 3e38f, "champion");
        await metrics.WaitAsync(() => metrics.Sum(Outcomes) == 1);

        var (response, view) = await app.GetAsync(Champion);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(
            """{"same":0,"different":1,"dropped":0,"failed":0,"largestDifference":null}""",
            JsonSerializer.Serialize(view.GetProperty("comparison")));
    }

    [Fact]
    public async Task Predict_ShadowCannotBeLoaded_IsCountedAndTheNextOneIsCompared()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(2);
        using var metrics = new MetricRecorder(app.Services);
        await app.PutAsync(Champion, """{"version":1,"shadow":{"version":2,"tolerance":2}}""");
        app.Services.GetRequiredService<SessionCache>().Drop(app.Find("m", 2));

        app.Gate.Fault = new InvalidDataException("odd");
        await app.PredictAsync("m", 1, "champion");
        await metrics.WaitAsync(() => metrics.Sum(Outcomes) == 1);
        app.Gate.Fault = null;
        await app.PredictAsync("m", 1, "champion");
        await metrics.WaitAsync(() => metrics.Sum(Outcomes) == 2);

        var comparison = app.Find("m", 1).Owner.Routes.Aliases["champion"].Shadow!.Comparison;
        Assert.Equal((1, 1), (comparison.Failed, comparison.Same));
    }

    [Fact]
    public async Task Predict_TheShadowItselfAnswers_IsNotCompared()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(3);
        using var metrics = new MetricRecorder(app.Services);
        await app.PutAsync(Champion, """{"version":2}""");
        await app.PutAsync(Champion, """{"version":3,"shadow":{"version":2}}""");

        app.Find("m", 3).Refuse("bad");
        Assert.Equal((2, 2f), await app.PredictAsync("m", 1, "champion"));
        app.Find("m", 3).Pardon();
        Assert.Equal((3, 3f), await app.PredictAsync("m", 1, "champion"));
        await metrics.WaitAsync(() => metrics.Sum(Outcomes) > 0);

        // One request is compared after the other, so the first one's turn would have come by now.
        Assert.Equal(0, app.Find("m", 3).Owner.Routes.Aliases["champion"].Shadow!.Comparison.Same);
    }
}
