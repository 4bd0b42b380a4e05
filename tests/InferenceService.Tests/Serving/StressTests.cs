using System.Text.Json;
using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class StressTests
{
    private const int ChangedOverEvent = 2003;

    [Fact]
    public async Task Swap_WhileRequestsRun_EveryAnswerIsItsVersionsOwnAndEverySessionIsFreed()
    {
        const int swaps = 60;
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0.5f).Draft("m"));
        using var metrics = new MetricRecorder(app.Services);
        await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1));
        using var done = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 8).Select(i => Task.Run(() => CallUntilAsync(app, i, done.Token))).ToArray();

        for (var version = 2; version <= swaps + 1; version++)
        {
            var changed = app.Logs.NextAsync(ChangedOverEvent);
            await app.PublishAsync(LinearModel.Line(version, 0.5f).Draft("m"));
            await changed;
        }

        await done.CancelAsync();
        var seen = (await Task.WhenAll(callers)).SelectMany(versions => versions).ToHashSet();

        Assert.True(seen.Count > swaps / 4, $"the callers saw {seen.Count} versions");
        Assert.InRange(metrics.Loads, swaps + 1, swaps + 4);
        Assert.Equal(1, metrics.Sessions);
    }

    [Fact]
    public async Task Acquire_ManyAtOnceOfOneColdModel_LoadOnce()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        using var metrics = new MetricRecorder(app.Services);
        var server = app.Services.GetRequiredService<ModelServer>();

        await Parallel.ForEachAsync(Enumerable.Range(0, 64), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, token) =>
        {
            var acquired = await server.AcquireAsync(await server.ResolveAsync("m", null, token), token);
            Assert.True(acquired.TryGetLease(out var lease, out var _));
            lease.Dispose();
        });

        Assert.Equal(1, metrics.Loads);
        Assert.Equal(1, metrics.Sessions);
    }

    [Fact]
    public async Task Acquire_MoreModelsThanSessions_KeepsTheLimitAndAnswersAll()
    {
        const int models = 12;
        await using var app = await InferenceApp.CreateAsync(("Serving:MaxSessions", "3"));
        for (var i = 0; i < models; i++)
        {
            await app.PublishAsync(LinearModel.Line(i, 0).Draft($"m{i}"));
        }

        using var metrics = new MetricRecorder(app.Services);
        await Parallel.ForEachAsync(Enumerable.Range(0, 240), async (i, _) =>
        {
            var (_, answer) = await app.InferAsync($"/v2/models/m{i % models}/infer", Bodies.Flat(1, 1));
            Assert.Equal([(float)(i % models)], Bodies.Values(answer));
        });

        Assert.Equal(3, metrics.Sessions);
        Assert.True(metrics.Loads >= models, $"{metrics.Loads} loads of {models} models");
        Assert.Equal(240, metrics.Rows);
    }

    [Fact]
    public async Task Keep_OverTheLimit_TheOneUsedLongestAgoLeaves()
    {
        await using var app = await InferenceApp.CreateAsync(("Serving:MaxSessions", "2"));
        foreach (var name in (string[])["a", "b", "c"])
        {
            await app.PublishAsync(LinearModel.Line(1, 0).Draft(name));
        }

        foreach (var name in (string[])["a", "b", "a", "c"])
        {
            await app.InferAsync($"/v2/models/{name}/infer", Bodies.Flat(1, 1));
        }

        Assert.Equal(["a", "c"], Enumerable.Where(["a", "b", "c"], name => IsResident(app, name)));
    }

    [Fact]
    public async Task Stop_WithLoadedModels_FreesAllSessions()
    {
        var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        using var metrics = new MetricRecorder(app.Services);
        await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1));
        Assert.Equal(1, metrics.Sessions);

        app.Services.GetRequiredService<SessionCache>().Dispose();

        Assert.Equal(0, metrics.Sessions);
        await app.DisposeAsync();
    }

    private static bool IsResident(InferenceApp app, string name)
    {
        Assert.True(app.Services.GetRequiredService<ModelCatalog>().TryFind(name, out var model));
        return model.Default.IsResident;
    }

    private static async Task<HashSet<int>> CallUntilAsync(InferenceApp app, int x, CancellationToken done)
    {
        var seen = new HashSet<int>();
        while (!done.IsCancellationRequested)
        {
            var (response, answer) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, x));
            Assert.True(response.IsSuccessStatusCode, JsonSerializer.Serialize(answer));
            var version = int.Parse(answer.GetProperty("model_version").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal([(version * x) + 0.5f], Bodies.Values(answer));
            seen.Add(version);
        }

        return seen;
    }
}
