using System.Net;
using System.Text.Json;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Protocol;

public sealed class StatisticsTests
{
    private static readonly string[] Durations = ["success", "fail", "queue", "compute_input", "compute_infer", "compute_output", "cache_hit", "cache_miss"];

    [Fact]
    public async Task Statistics_CountRequestsRowsAndFaultsPerVersion()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        await app.PublishAsync(LinearModel.Line(2, 0).Draft("m"));
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1));
        await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1, 2, 3));
        await app.InferAsync("/v2/models/m/infer", Bodies.Flat(2, 1, 2));

        var (_, answer) = await app.GetAsync("/v2/models/m/stats");

        var (idle, used) = (answer.GetProperty("model_stats")[0], answer.GetProperty("model_stats")[1]);
        Assert.Equal(("m", "1", 0, 0), (Text(idle, "name"), Text(idle, "version"), Number(idle, "inference_count"), Number(idle, "last_inference")));
        Assert.Equal(("m", "2", 4, 2), (Text(used, "name"), Text(used, "version"), Number(used, "inference_count"), Number(used, "execution_count")));
        Assert.True(Number(used, "last_inference") >= before);
        Assert.Equal([2, 1, 2, 2, 2, 2, 0, 0], Durations.Select(name => Number(used.GetProperty("inference_stats").GetProperty(name), "count")));
        Assert.All(Durations.Take(6), name => Assert.True(Number(used.GetProperty("inference_stats").GetProperty(name), "ns") > 0));
        Assert.Equal(0, used.GetProperty("batch_stats").GetArrayLength());
    }

    [Fact]
    public async Task Statistics_OfALargeBatch_CountItsRunsAndItsShadowOnce()
    {
        const int rows = 20_000;
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        await app.PutAsync("/models/m/aliases/champion", """{"version":1,"shadow":{"version":2}}""");
        using var metrics = new MetricRecorder(app.Services);
        using var body = BinaryBody.Request(BinaryBody.Json("FP32", rows, 1, rows * 4), new byte[rows * 4]);

        using var response = await app.Client.PostAsync(new Uri("/v2/models/m/versions/champion/infer", UriKind.Relative), body);
        await app.PredictAsync("m", 1, "champion");
        await metrics.WaitAsync(() => metrics.Sum("inference.shadow.requests") >= 2);

        var (_, answer) = await app.GetAsync("/v2/models/m/versions/1/stats");
        var counted = answer.GetProperty("model_stats")[0];
        Assert.Equal((rows + 1, 4), (Number(counted, "inference_count"), Number(counted, "execution_count")));
        await metrics.WaitAsync(() => app.Catalog.Models.Single().Routes.Aliases["champion"].Shadow!.Comparison.Same == 2);
        Assert.Equal(2, metrics.Sum("inference.shadow.requests"));
    }

    [Fact]
    public async Task Statistics_OfOneVersion_AreThatVersionsOnly()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        await app.PublishAsync(LinearModel.Line(2, 0).Draft("m"));

        var (_, answer) = await app.GetAsync("/v2/models/m/versions/1/stats");

        Assert.Equal("1", Text(Assert.Single(answer.GetProperty("model_stats").EnumerateArray()), "version"));
    }

    [Fact]
    public async Task Statistics_OfAll_LeaveOutWhatWasNeverAsked()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("asked"));
        await app.PublishAsync(LinearModel.Line(2, 0).Draft("idle"));
        await app.InferAsync("/v2/models/asked/infer", Bodies.Flat(1, 1));

        var (_, answer) = await app.GetAsync("/v2/models/stats");

        Assert.Equal("asked", Text(Assert.Single(answer.GetProperty("model_stats").EnumerateArray()), "name"));
    }

    [Fact]
    public async Task Statistics_OfAnUnknownModel_Are404()
    {
        await using var app = await InferenceApp.CreateAsync();

        var (response, _) = await app.GetAsync("/v2/models/none/stats");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
