using System.Diagnostics;
using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Support;
using Distributed.Store;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Distributed.InferenceService.Tests.Serving;

/// <summary>Versions change, by publication and by moves of aliases, while clients predict as fast as they can.</summary>
public sealed class SwapTests(ITestOutputHelper output)
{
    private const int ChangedOverEvent = 2003;
    private const int Rounds = 5;
    private const int SwapsPerRound = 200;
    private const int Swaps = Rounds * SwapsPerRound;
    private const long AllowedGrowth = 12 * 1024 * 1024;
    private const string Alias = "champion";

    [Fact]
    public async Task Swap_AThousandTimesUnderLoad_NoRequestFailsAndEachAnswerIsItsVersionsOwn()
    {
        await using var app = await InferenceApp.CreateAsync();
        await PublishAsync(app, 1);
        using var metrics = new MetricRecorder(app.Services);
        await MoveAsync(app, 1);
        await app.PredictAsync("m", 1);
        using var done = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 4).Select(i => Task.Run(() => CallAsync(app, i, done.Token))).ToArray();

        var latencies = new List<TimeSpan>();
        var resident = new List<long>();
        var version = 1;
        for (var round = 0; round < Rounds; round++)
        {
            version = await SwapAsync(app, version, SwapsPerRound, latencies);
            resident.Add(MeasureResident());
        }

        // The first round warms up. What leaks does so in every round; what allocators keep for themselves comes in leaps.
        var growth = resident.Zip(resident.Skip(1), (before, after) => after - before).Order().ElementAt(1);

        await done.CancelAsync();
        var answers = (await Task.WhenAll(clients)).Sum();
        await MoveAsync(app, version);
        Report(answers, latencies, growth);
        Assert.True(answers > Swaps, $"{answers} answers");
        Assert.Equal(1, metrics.Sessions);
        Assert.InRange(growth, long.MinValue, AllowedGrowth);
    }

    /// <summary>Publishes and moves in turn; returns the newest version.</summary>
    private static async Task<int> SwapAsync(InferenceApp app, int version, int swaps, List<TimeSpan> latencies)
    {
        for (var i = 0; i < swaps / 2; i++)
        {
            version++;
            latencies.Add(await PublishAndAnswerAsync(app, version));
            await MoveAsync(app, version);
        }

        return version;
    }

    /// <summary>From the commit of a version to its first answer.</summary>
    private static async Task<TimeSpan> PublishAndAnswerAsync(InferenceApp app, int version)
    {
        var changed = app.Logs.NextAsync(ChangedOverEvent);
        await PublishAsync(app, version);
        var committed = Stopwatch.GetTimestamp();
        await changed;
        Assert.Equal(version, await PredictAsync(app, null, 1));
        return Stopwatch.GetElapsedTime(committed);
    }

    private static Task<ModelVersion> PublishAsync(InferenceApp app, int version) =>
        app.PublishAsync(LinearModel.Line(version, 0.5f).Draft("m", rows: 1));

    private static async Task MoveAsync(InferenceApp app, int version)
    {
        var edit = await app.Services.GetRequiredService<RouteEditor>().MoveAsync("m", Alias, new(version), CancellationToken.None);
        Assert.Null(edit.Fault);
    }

    private static async Task<long> CallAsync(InferenceApp app, int client, CancellationToken done)
    {
        var answers = 0L;
        for (; !done.IsCancellationRequested; answers++)
        {
            var version = answers % 2 == 0 ? null : Alias;
            if (client == 0)
            {
                var (computed, y) = await app.PredictAsync("m", client, version);
                Assert.Equal((computed * client) + 0.5f, y);
            }
            else
            {
                await PredictAsync(app, version, client);
                await Task.Yield();
            }
        }

        return answers;
    }

    /// <summary>Predicts without HTTP; the answer has to be that of the version that it is labelled with.</summary>
    private static async Task<int> PredictAsync(InferenceApp app, string? version, float x)
    {
        var target = await app.Models.ResolveAsync("m", version, CancellationToken.None);
        var acquired = await app.Models.AcquireAsync(target, CancellationToken.None);
        Assert.True(acquired.TryGetLease(out var lease, out var fault), fault?.Message);
        using (lease)
        {
            var y = new float[1];
            lease.Predict(new[] { x }, y, 1);
            Assert.Equal((lease.Model.Version * x) + 0.5f, y[0]);
            return lease.Model.Version;
        }
    }

    private static long MeasureResident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private void Report(long answers, List<TimeSpan> latencies, long growth)
    {
        latencies.Sort();
        output.WriteLine($"{answers} answers during {Swaps} swaps; resident memory grew by {growth / 1024} KiB in a quiet round");
        output.WriteLine(
            $"publish to first answer: median {latencies[latencies.Count / 2].TotalMilliseconds:F1} ms, "
            + $"p99 {latencies[latencies.Count * 99 / 100].TotalMilliseconds:F1} ms, worst {latencies[^1].TotalMilliseconds:F1} ms");
    }
}
