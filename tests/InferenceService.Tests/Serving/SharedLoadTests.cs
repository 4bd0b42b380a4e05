using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Support;
using Distributed.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Tests.Serving;

/// <summary>Loads that many wait for, held back by the test.</summary>
public sealed class SharedLoadTests
{
    private const int Waiters = 1_000;

    [Fact]
    public async Task Acquire_AThousandFirstRequestsAtOnce_AreOneLoadAndEachGetsALease()
    {
        await using var rig = await Rig.CreateAsync();
        rig.Store.Hold("m0");
        var waiters = Enumerable.Range(0, Waiters).Select(_ => rig.Loads.AcquireAsync(rig.SlotOf("m0"), CancellationToken.None)).ToArray();
        await rig.Store.ArrivalAsync();

        rig.Store.Release("m0");
        var outcomes = await Task.WhenAll(waiters);

        Assert.All(outcomes, outcome => Assert.Same(outcomes[0].Model, outcome.Model));
        Array.ForEach(outcomes, outcome => outcome.Model!.Release());
        Assert.Equal((1, 1), (rig.Metrics.Loads, rig.Metrics.Sessions));
    }

    [Fact]
    public async Task Acquire_ManyRoundsWithoutHoldingBack_LoadOncePerModel()
    {
        await using var rig = await Rig.CreateAsync(models: 40);
        foreach (var slot in rig.Slots)
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, token) =>
                (await rig.Loads.AcquireAsync(slot, token)).Model!.Release());
        }

        Assert.Equal((40, 40), (rig.Metrics.Loads, rig.Metrics.Sessions));
    }

    [Fact]
    public async Task Acquire_EvictedWhileItsWaitersWakeUp_EachStillGetsALease()
    {
        await using var rig = await Rig.CreateAsync(models: 4, sessions: 1);

        await Parallel.ForEachAsync(Enumerable.Range(0, 4_000), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, token) =>
        {
            var outcome = await rig.Loads.AcquireAsync(rig.Slots[i % 4], token);
            var y = new float[1];
            outcome.Model!.Predict(new float[] { 1 }, y, 1);
            outcome.Model.Release();
            Assert.Equal(i % 4, y[0]);
        });

        Assert.Equal(1, rig.Metrics.Sessions);
    }

    [Fact]
    public async Task Acquire_OneGivesUp_TheOthersAreServed()
    {
        await using var rig = await Rig.CreateAsync();
        rig.Store.Hold("m0");
        using var impatience = new CancellationTokenSource();
        var patient = rig.Loads.AcquireAsync(rig.SlotOf("m0"), CancellationToken.None);
        var impatient = rig.Loads.AcquireAsync(rig.SlotOf("m0"), impatience.Token);
        await rig.Store.ArrivalAsync();

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        rig.Store.Release("m0");

        (await patient).Model!.Release();
        rig.Cache.Drop(rig.SlotOf("m0"));
        Assert.Equal(0, rig.Metrics.Sessions);
    }

    [Fact]
    public async Task Acquire_WhileAnotherModelLoads_DoesNotWait()
    {
        await using var rig = await Rig.CreateAsync(models: 2);
        rig.Store.Hold("m0");
        var slow = rig.Loads.AcquireAsync(rig.SlotOf("m0"), CancellationToken.None);
        await rig.Store.ArrivalAsync();

        (await rig.Loads.AcquireAsync(rig.SlotOf("m1"), CancellationToken.None)).Model!.Release();

        Assert.False(slow.IsCompleted);
        Assert.True(rig.SlotOf("m0").IsLoading);
        rig.Store.Release("m0");
        (await slow).Model!.Release();
    }

    /// <summary>Loads over a store that the test holds back; model i predicts i · x.</summary>
    private sealed class Rig : IAsyncDisposable
    {
        private readonly InferenceApp _app;
        private readonly ModelLoader _loader;

        private Rig(InferenceApp app, int models, int sessions)
        {
            _app = app;
            Metrics = new MetricRecorder(app.Services);
            var metrics = app.Services.GetRequiredService<InferenceMetrics>();
            var options = Options.Create(new ServingOptions { MaxSessions = sessions, LoadConcurrency = 4 });
            Store = app.Gate;
            Cache = new SessionCache(options, metrics);
            _loader = new ModelLoader(Store, options, metrics, TimeProvider.System);
            Loads = new VersionLoads(_loader, Cache, NullLogger<VersionLoads>.Instance);
            Slots = [.. Enumerable.Range(0, models).Select(i => new ModelSlot($"m{i}", 1).Default)];
        }

        public GatedStore Store { get; }

        public SessionCache Cache { get; }

        public VersionLoads Loads { get; }

        public MetricRecorder Metrics { get; }

        public VersionSlot[] Slots { get; }

        public static async Task<Rig> CreateAsync(int models = 1, int sessions = 1_000)
        {
            var app = await InferenceApp.CreateAsync();
            await Task.WhenAll(Enumerable.Range(0, models).Select(i => app.PublishAsync(LinearModel.Line(i, 0).Draft($"m{i}", rows: 1))));
            return new(app, models, sessions);
        }

        public VersionSlot SlotOf(string model) => Array.Find(Slots, slot => slot.Model == model)!;

        public async ValueTask DisposeAsync()
        {
            Cache.Dispose();
            _loader.Dispose();
            Metrics.Dispose();
            await _app.DisposeAsync();
        }
    }
}
