using System.Collections.Concurrent;
using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Support;
using Distributed.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class ModelLoaderTests
{
    [Fact]
    public async Task Load_BytesOfAnotherModel_AreRefusedByTheirHash()
    {
        await using var app = await InferenceApp.CreateAsync();
        var promised = await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        await app.PublishAsync(LinearModel.Line(2, 0).Draft("other"));
        using var loader = LoaderOver(app, new SwappingStore(app.Trainer.Models));

        var outcome = await loader.LoadAsync("m", 1, CancellationToken.None);

        Assert.Null(outcome.Model);
        Assert.EndsWith($"the manifest promises {promised.Manifest.Sha256}", outcome.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_VersionThatIsNotThere_IsRefused()
    {
        await using var app = await InferenceApp.CreateAsync();
        using var loader = LoaderOver(app, app.Trainer.Models);

        Assert.Equal("it is not in the store", (await loader.LoadAsync("m", 1, CancellationToken.None)).Refusal);
    }

    [Fact]
    public async Task Load_LongerThanAllowed_IsRefusedAndItsSessionFreed()
    {
        await using var app = await InferenceApp.CreateAsync(("Serving:MaxSessions", "1"));
        using var metrics = new MetricRecorder(app.Services);
        await app.PublishAsync(LinearModel.Counting(1_000, 2_000).Draft("large", rows: 1));
        using var loader = LoaderOver(app, app.Trainer.Models, new ServingOptions { LoadTimeout = TimeSpan.FromHours(1) }, new TimeThatFlies());

        var outcome = await loader.LoadAsync("large", 1, CancellationToken.None);

        Assert.Equal("it took longer to load and prove than the 01:00:00 that Serving:LoadTimeout allows", outcome.Refusal);
        await metrics.WaitAsync(() => metrics.SessionsCreated == 1 && metrics.Sessions == 0);
    }

    [Fact]
    public async Task Load_MoreThanAllowedAtOnce_Wait()
    {
        await using var app = await InferenceApp.CreateAsync();
        using var metrics = new MetricRecorder(app.Services);
        var store = new GatedStore(app.Trainer.Models);
        using var loader = LoaderOver(app, store, new ServingOptions { LoadConcurrency = 2 });
        foreach (var name in (string[])["a", "b", "c"])
        {
            await app.PublishAsync(LinearModel.Line(1, 0).Draft(name));
            store.Hold(name);
        }

        var loads = new ConcurrentQueue<Task<LoadOutcome>>();
        foreach (var name in (string[])["a", "b", "c"])
        {
            loads.Enqueue(loader.LoadAsync(name, 1, CancellationToken.None));
        }

        await store.ArrivalAsync();
        await store.ArrivalAsync();
        Assert.Equal(1, metrics.LoadsWaiting);

        store.Release("a");
        await store.ArrivalAsync();
        Assert.Equal(0, metrics.LoadsWaiting);
        store.Release("b");
        store.Release("c");
        Array.ForEach(await Task.WhenAll(loads), outcome => outcome.Model!.Release());
    }

    private static ModelLoader LoaderOver(InferenceApp app, IModelStore store, ServingOptions? options = null, TimeProvider? clock = null) => new(
        store, Options.Create(options ?? new()), app.Services.GetRequiredService<InferenceMetrics>(), clock ?? TimeProvider.System);

    /// <summary>Gives the bytes of another model.</summary>
    private sealed class SwappingStore(IModelStore inner) : ForwardingStore(inner)
    {
        public override Task<byte[]?> ReadOnnxAsync(string model, int version, CancellationToken cancellationToken = default) =>
            base.ReadOnnxAsync("other", version, cancellationToken);
    }
}
