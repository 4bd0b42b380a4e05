using System.Text.Json;
using Distributed.InferenceService.Tests.Support;

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
}
