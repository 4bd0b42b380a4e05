using System.Diagnostics;
using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Support;
using Distributed.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class SessionCacheTests(ITestOutputHelper output)
{
    private const long MiB = 1 << 20;

    [Fact]
    public async Task Keep_MoreBytesThanAllowed_TheOldestLeave()
    {
        await using var app = await InferenceApp.CreateAsync();
        using var metrics = new MetricRecorder(app.Services);
        using var cache = CacheOf(app, 100, 4 * MiB);
        var slots = Slots(4);

        foreach (var slot in slots)
        {
            cache.Keep(slot, NewModel(), MiB * 3 / 2);
        }

        Assert.Equal([false, false, true, true], slots.Select(slot => slot.IsResident));
        Assert.Equal((3 * MiB, 2), (metrics.Sum("inference.session.bytes"), metrics.Sum("inference.cache.evictions")));
    }

    [Fact]
    public async Task Keep_OneThatIsLargerThanAllAllowed_IsKeptAlone()
    {
        await using var app = await InferenceApp.CreateAsync();
        using var cache = CacheOf(app, 100, 4 * MiB);
        var slots = Slots(3);

        cache.Keep(slots[0], NewModel(), MiB);
        cache.Keep(slots[1], NewModel(), 9 * MiB);
        Assert.Equal([false, true, false], slots.Select(slot => slot.IsResident));

        cache.Keep(slots[2], NewModel(), MiB);
        Assert.Equal([false, false, true], slots.Select(slot => slot.IsResident));
    }

    [Fact]
    public async Task Drop_InAnyOrder_KeepsAccount()
    {
        await using var app = await InferenceApp.CreateAsync();
        using var metrics = new MetricRecorder(app.Services);
        using var cache = CacheOf(app, 100, 100 * MiB);
        var slots = Slots(50);
        Array.ForEach(slots, slot => cache.Keep(slot, NewModel(), MiB));

        foreach (var slot in slots.OrderBy(slot => slot.Model, StringComparer.Ordinal))
        {
            cache.Drop(slot);
            cache.Drop(slot);
        }

        Assert.Equal(0, metrics.Sum("inference.session.bytes"));
        Assert.DoesNotContain(slots, slot => slot.IsResident);
    }

    [Fact]
    public async Task Keep_AmongManyResidents_LetsOldOnesLeaveInMicroseconds()
    {
        const int residents = 10_000;
        await using var app = await InferenceApp.CreateAsync();
        using var cache = CacheOf(app, residents, 1_000_000 * MiB);
        var slots = Slots(residents + 1_000);
        foreach (var slot in slots[..residents])
        {
            cache.Keep(slot, NewModel(), 1);
        }

        var started = Stopwatch.GetTimestamp();
        foreach (var slot in slots[residents..])
        {
            cache.Keep(slot, NewModel(), 1);
        }

        output.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalMicroseconds / 1_000:F1} µs for each of the last loads, with their models made");
        var left = Enumerable.Range(0, slots.Length).Where(i => !slots[i].IsResident).ToArray();
        Assert.Equal(1_000, left.Length);

        // Of 32 drawn at random the oldest is in the oldest third but for one draw in 400,000.
        Assert.True(left[^1] < residents / 2, $"the youngest that left was number {left[^1]}");
    }

    [Fact]
    public void Estimate_OfAFile_GrowsWithIt() =>
        Assert.Equal(SessionCost.Fixed + (SessionCost.PerFileByte * MiB), SessionCost.Estimate(MiB));

    private static SessionCache CacheOf(InferenceApp app, int sessions, long bytes) => new(
        Options.Create(new ServingOptions { MaxSessions = sessions, MaxSessionBytes = bytes }), app.Services.GetRequiredService<InferenceMetrics>());

    private static VersionSlot[] Slots(int count) => [.. Enumerable.Range(0, count).Select(i => new ModelSlot($"m{i}", 1).Default)];

    /// <summary>A model of which every cache slot may hold a lease of its own.</summary>
    private static ServedModel NewModel() => Model.Value.TryAcquire() ? Model.Value : throw new InvalidOperationException("The model is freed.");

    private static readonly Lazy<ServedModel> Model = new(() =>
    {
        var line = LinearModel.Line(1, 0);
        var onnx = line.ToOnnx();
        return new(new ModelVersion("m", 1, 1, DateTimeOffset.UnixEpoch, line.Manifest("e", onnx)), new OnnxModel(onnx), () => { });
    });
}
