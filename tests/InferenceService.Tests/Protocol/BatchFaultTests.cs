using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Distributed.InferenceService.Tests.Protocol;

/// <summary>What befalls some of a batch's requests.</summary>
public sealed class BatchFaultTests
{
    [Fact]
    public async Task Batch_WhoseTimeIsUp_FailsAllThatIsLeftAtOnce()
    {
        const int requests = 200;
        await using var app = await InferenceApp.CreateAsync(
            ("Serving:MaxConcurrency", "1"), ("Serving:RequestTimeout", "00:00:00.5"));
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        await app.GetAsync("/v2/models/m/ready");
        var gate = app.Services.GetRequiredService<RequestGate>();
        await gate.EnterAsync(CancellationToken.None);
        var began = Stopwatch.GetTimestamp();

        var entries = await SendAsync(app, Enumerable.Repeat("m", requests));
        gate.Exit();

        // Each with patience of its own they would take 100 s.
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(50));
        Assert.Equal(requests, entries.Length);
        Assert.All(entries, entry => Assert.Equal("no answer within the 500 ms that the request may take; try again", Error(entry)));
    }

    [Fact]
    public async Task Batch_OneFailsUnexpectedly_SaysSoInItsPlaceAndHarmsNoOther()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(2, 0).Draft("m"));
        await app.GetAsync("/v2/models/m/ready");
        app.Gate.Fault = new InvalidOperationException("broken");

        var entries = await SendAsync(app, ["m", "none", "m"]);
        app.Gate.Fault = null;

        Assert.Equal([2f], Bodies.Values(entries[0]));
        Assert.Equal("the server failed; its log tells why", Error(entries[1]));
        Assert.Equal([2f], Bodies.Values(entries[2]));
        Assert.Contains(app.Logs.Records, record => record.Level == LogLevel.Error && record.Message.Contains("none", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Batch_TimeOfOne_IsNotThatOfTheOthers()
    {
        await using var app = await InferenceApp.CreateAsync(("Serving:MaxConcurrency", "4"));
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("quick"));
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("slow"));
        await app.GetAsync("/v2/models/quick/ready");
        app.Gate.Hold("slow");
        var held = TimeSpan.FromSeconds(1);

        var asking = SendAsync(app, ["quick", "slow"]);
        await app.Gate.ArrivalAsync();
        var began = Stopwatch.GetTimestamp();
        await Until.TrueAsync(() => Stopwatch.GetElapsedTime(began) > held, TimeSpan.FromSeconds(30), () => "Time stands still.");
        app.Gate.Release("slow");
        await asking;

        var (_, answer) = await app.GetAsync("/v2/models/quick/stats");
        var spent = answer.GetProperty("model_stats")[0].GetProperty("inference_stats");
        Assert.InRange(spent.GetProperty("compute_output").GetProperty("ns").GetInt64(), 1, (long)held.TotalNanoseconds / 2);
    }

    private static async Task<JsonElement[]> SendAsync(InferenceApp app, IEnumerable<string> models)
    {
        var requests = models.Select(model => $$"""{"model_name":"{{model}}",{{Bodies.Flat(1, 1)[1..]}}""");
        var (response, answer) = await app.InferAsync("/v2/batch", $$"""{"requests":[{{string.Join(',', requests)}}]}""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. answer.GetProperty("responses").EnumerateArray()];
    }

    private static string? Error(JsonElement entry) => entry.GetProperty("error").GetString();
}
