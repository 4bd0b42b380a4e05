using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Api;
using Distributed.InferenceService.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.InferenceService.Tests.Serving;

/// <summary>What answers while something else is still being loaded.</summary>
public sealed class ChangeOverTests
{
    private const int RefusedEvent = 2002;
    private const int ChangedOverEvent = 2003;
    private const int ReroutedEvent = 2004;
    private const int ExcusedEvent = 2006;
    private const string Champion = "/models/m/aliases/champion";
    private static readonly string?[] Addresses = [null, "1", "2", "champion", "champion", "champion"];

    [Fact]
    public async Task Publish_WhileItsLoadTakesLong_TheOldVersionAnswersAndOtherModelsChangeOver()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(1);
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("other"));
        await app.PredictAsync("m", 1);
        await app.PredictAsync("other", 1);

        app.Gate.Hold("m");
        await app.PublishAsync(LinearModel.Line(2, 0).Draft("m"));
        await app.Gate.ArrivalAsync();
        var changed = app.Logs.NextAsync(ChangedOverEvent);
        await app.PublishAsync(LinearModel.Line(2, 0).Draft("other"));
        await changed;

        Assert.Equal((1, 10f), await app.PredictAsync("m", 10));
        Assert.Equal((2, 20f), await app.PredictAsync("other", 10));
        Assert.Equal(
            [Readiness.Ready, Readiness.Loading],
            app.Models.ReadIndex().Where(state => state.Model == "m").Select(state => state.Readiness));

        changed = app.Logs.NextAsync(ChangedOverEvent);
        app.Gate.Release("m");
        await changed;
        Assert.Equal((2, 20f), await app.PredictAsync("m", 10));
    }

    [Fact]
    public async Task Move_Elsewhere_TheOldTargetAnswersUntilTheNewOneIsLoadedHere()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(2);
        await app.PutAsync(Champion, """{"version":1}""");
        await using var other = app.Another();
        await other.PredictAsync("m", 1, "champion");

        other.Gate.Hold("m");
        await app.PutAsync(Champion, """{"version":2}""");
        await other.Gate.ArrivalAsync();
        Assert.Equal((2, 20f), await app.PredictAsync("m", 10, "champion"));
        Assert.Equal((1, 10f), await other.PredictAsync("m", 10, "champion"));

        var rerouted = other.Logs.NextAsync(ReroutedEvent);
        other.Gate.Release("m");
        await rerouted;
        Assert.Equal((2, 20f), await other.PredictAsync("m", 10, "champion"));
    }

    [Fact]
    public async Task Unload_WhileALoadIsUnderWay_ItsRequestIsAnsweredAndNothingIsKept()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(1);
        using var metrics = new MetricRecorder(app.Services);
        app.Gate.Hold("m");
        var waiting = app.PredictAsync("m", 10);
        await app.Gate.ArrivalAsync();

        await app.Models.UnloadAsync("m", CancellationToken.None);
        app.Gate.Release("m");

        Assert.Equal((1, 10f), await waiting);
        await metrics.WaitAsync(() => metrics.Sessions == 0);
        Assert.Equal(1, metrics.SessionsCreated);
    }

    [Fact]
    public async Task Publish_LoadsTooSlowlyTwice_IsRefusedWithTheReasonInTheIndex()
    {
        await using var app = await InferenceApp.CreateAsync();
        await using var late = app.WithWebHostBuilder(
            builder => builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(new TimeThatFlies())));
        await app.PublishAsync(LinearModel.Counting(1_000, 2_000).Draft("m", rows: 1));
        using var client = late.CreateClient();
        var excused = app.Logs.NextAsync(ExcusedEvent);

        using var first = await client.GetAsync(new Uri("/v2/models/m/ready", UriKind.Relative));
        await excused;
        using var second = await client.GetAsync(new Uri("/v2/models/m/ready", UriKind.Relative));

        Assert.Equal((503, 503), ((int)first.StatusCode, (int)second.StatusCode));
        var state = Assert.Single(late.Services.GetRequiredService<ModelServer>().ReadIndex());
        Assert.Equal(Readiness.Unavailable, state.Readiness);
        Assert.Contains("Serving:LoadTimeout", state.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_LateOnceAndGood_ChangesOverAllTheSame()
    {
        var timeout = TimeSpan.FromMinutes(59);
        var clock = new TimeThatFliesOnce(timeout);
        await using var app = await AliasesApiTests.WithLinesAsync(1, ("Serving:LoadTimeout", $"{timeout}"));
        await using var late = app.WithWebHostBuilder(
            builder => builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(clock)));
        Assert.Null(await late.Services.GetRequiredService<ModelServer>().LoadAsync("m", CancellationToken.None));

        var refused = app.Logs.NextAsync(RefusedEvent);
        var changed = app.Logs.NextAsync(ChangedOverEvent);
        clock.Fly();
        await app.PublishAsync(LinearModel.Counting(1_000, 2_000).Draft("m", rows: 1));

        Assert.Contains("Serving:LoadTimeout", await refused, StringComparison.Ordinal);
        Assert.Equal("Model m now answers with version 2 instead of 1", await changed);
    }

    [Fact]
    public async Task Acquire_LoadedVersion_AllocatesNothing()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(3);
        await app.PutAsync(Champion, """{"version":1,"canary":{"version":2,"weight":0.5}}""");
        await app.PredictAsync("m", 1);
        await AcquireAllAsync(app.Models);
        var before = GC.GetAllocatedBytesForCurrentThread();

        await AcquireAllAsync(app.Models);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static async Task AcquireAllAsync(ModelServer server)
    {
        foreach (var version in Addresses)
        {
            var acquired = await server.AcquireAsync(await server.ResolveAsync("m", version, CancellationToken.None), CancellationToken.None);
            Assert.True(acquired.TryGetLease(out var lease, out _));
            lease.Dispose();
        }
    }
}
