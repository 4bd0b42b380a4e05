using System.Diagnostics;
using System.Globalization;
using Distributed.InferenceService.Tests.Support;
using Xunit.Abstractions;

namespace Distributed.InferenceService.Tests.Serving;

/// <summary>More models than fit, loaded by their first requests. <c>MANY_MODELS</c> says how many; the full measure is 10,000.</summary>
public sealed class ManyModelsTests(ITestOutputHelper output)
{
    private const int Sessions = 500;
    private static readonly int Models =
        int.Parse(Environment.GetEnvironmentVariable("MANY_MODELS") ?? "1500", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Infer_ColdModels_AnswerRightWithinTheLimitOfSessions()
    {
        await using var app = await InferenceApp.CreateAsync(("Serving:MaxSessions", $"{Sessions}"));
        await Task.WhenAll(Enumerable.Range(0, Models).Select(i => app.PublishAsync(LinearModel.Line(i, 0).Draft($"m{i}", rows: 1))));
        var started = Stopwatch.GetTimestamp();
        using var metrics = new MetricRecorder(app.Services);
        output.WriteLine($"start with {Models} models: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
        await app.GetAsync("/v2/health/live");

        await MeasureFirstRequestsAsync(app);
        await Parallel.ForEachAsync(Enumerable.Range(0, Models), async (i, _) => Assert.Equal((1, i * 2f), await app.PredictAsync($"m{i}", 2)));

        Assert.Equal(Sessions, metrics.Sessions);
        Assert.Equal(metrics.Loads - Sessions, metrics.Sum("inference.cache.evictions"));
        Assert.Equal(metrics.Loads, metrics.Sum("inference.cache.misses"));
    }

    private async Task MeasureFirstRequestsAsync(InferenceApp app)
    {
        var memory = MeasureResident();
        var first = await MeasureAsync(app, 0, Sessions);
        output.WriteLine($"resident memory of each of the first {Sessions} models: {(MeasureResident() - memory) / 1024 / Sessions} KiB");
        var again = await MeasureAsync(app, 0, Sessions);
        Report("cold", [.. first, .. await MeasureAsync(app, Sessions, Models)]);
        Report("loaded", again);
    }

    private static async Task<List<double>> MeasureAsync(InferenceApp app, int from, int until)
    {
        var times = new List<double>();
        for (var i = from; i < until; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await app.PredictAsync($"m{i}", 2);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times;
    }

    private void Report(string what, List<double> times)
    {
        times.Sort();
        output.WriteLine(
            $"prediction with a {what} model: median {times[times.Count / 2]:F2} ms, p99 {times[times.Count * 99 / 100]:F2} ms, "
            + $"worst {times[^1]:F2} ms");
    }

    private static long MeasureResident()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
