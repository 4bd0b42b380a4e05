using System.Text.Json;
using Distributed.Chaos.Tests.Support;
using Distributed.Chaos.Tests.Workload;
using Distributed.Contracts;
using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>Stores that must not be, and the sound one nearest to them.</summary>
public sealed class StoreAuditTests(StoreAuditTests.Oracle oracle) : IClassFixture<StoreAuditTests.Oracle>, IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Before = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Long = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Undisturbed _undisturbed = oracle.Undisturbed;
    private readonly Experiment _experiment = new WorkloadPlan(1).Next();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chaos-");
    private StoreDatabase _store = null!;

    public async Task InitializeAsync()
    {
        var options = new StoreOptions { ConnectionString = $"Data Source={Path.Combine(_folder.FullName, "audit.db")}" };
        _store = new StoreDatabase(options, TimeProvider.System);
        await _store.OpenAsync();
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Check_CompletedAsInAnUndisturbedRun_IsSound()
    {
        await PublishAsync();
        await WriteAsync(Completed);

        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task Check_Missing_IsSeen() => Assert.Contains("is not in the store", Assert.Single(await CheckAsync()), StringComparison.Ordinal);

    [Fact]
    public async Task Check_StillRunning_IsSeen() => await AssertSeenAsync("it is Running", Completed with { Phase = ExperimentPhase.Running, Version = null });

    [Fact]
    public async Task Check_CompletedAndNotPublished_IsSeen() => await AssertSeenAsync("its version 1 is not in the store", Completed);

    [Fact]
    public async Task Check_LossesMissing_IsSeen()
    {
        await PublishAsync();
        await AssertSeenAsync("its losses", Completed, withLosses: false);
    }

    [Fact]
    public async Task Check_OtherSpec_IsSeen()
    {
        await PublishAsync();
        await AssertSeenAsync("its spec", Completed, _experiment.Spec with { Seed = 99 });
    }

    [Fact]
    public async Task Check_OtherWeights_IsSeen()
    {
        await _store.Models.PublishAsync(_undisturbed.Publish(_experiment.Spec with { Epochs = 1 }));
        await AssertSeenAsync("its ONNX bytes", Completed);
    }

    [Fact]
    public async Task Check_PublishedTwice_IsSeen()
    {
        await PublishAsync();
        var draft = _undisturbed.Publish(_experiment.Spec);
        await _store.Models.PublishAsync(draft with { Manifest = draft.Manifest with { Epochs = 1 } });
        await AssertSeenAsync("version 2 was published", Completed);
    }

    [Fact]
    public async Task Check_PublishedAfterItsCancellation_IsSeen()
    {
        await PublishAsync();
        await AssertSeenAsync("version 1 was published", Completed with { Phase = ExperimentPhase.Cancelled, Version = null, EndedAt = Before });
    }

    [Fact]
    public async Task Check_CancelledAfterItWasPublished_IsSound()
    {
        await PublishAsync();
        await WriteAsync(Completed with { Phase = ExperimentPhase.Cancelled, Version = null, EndedAt = Long });

        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task Check_SweepThatWasAcknowledgedAndIsNotThere_IsSeen() => Assert.Contains(
        await CheckAsync(MakeSweep.Sweep),
        violation => violation is { Subject: MakeSweep.Id } && violation.Rule.Contains("is not in the store", StringComparison.Ordinal));

    private ExperimentView Completed => new(
        _experiment.Id, _experiment.Spec.Model, ExperimentPhase.Completed, _experiment.Spec.Epochs, _experiment.Spec.Epochs,
        _undisturbed.Losses(_experiment.Spec)[^1], Version: 1, Failure: null, Silo: null, Before, StartedAt: null, EndedAt: Long);

    private async Task PublishAsync() => await _store.Models.PublishAsync(_undisturbed.Publish(_experiment.Spec));

    private async Task WriteAsync(ExperimentView view, ExperimentSpec? spec = null, bool withLosses = true)
    {
        var state = new ExperimentState { Spec = spec ?? _experiment.Spec, View = view };
        var data = JsonSerializer.SerializeToUtf8Bytes(state, ContractsJson.Options);
        var written = await _store.GrainStates.WriteAsync(ExperimentState.Name, view.Id, null, data, view);
        var losses = withLosses ? _undisturbed.Losses(_experiment.Spec) : [];
        Assert.True(await _store.Journal.SaveAsync(
            new TrainingProgress(new(ExperimentState.Name, view.Id, written.ETag!), view.Epoch, null, view.Epoch - losses.Length, losses)));
    }

    private async Task AssertSeenAsync(string rule, ExperimentView view, ExperimentSpec? spec = null, bool withLosses = true)
    {
        await WriteAsync(view, spec, withLosses);

        Assert.Contains(await CheckAsync(), violation => violation.Contains(rule, StringComparison.Ordinal));
    }

    private async Task<List<string>> CheckAsync() =>
        [.. (await new StoreAudit(_store, _undisturbed, _ => false).CheckAsync([_experiment.Spec], [])).Select(violation => violation.Rule)];

    private Task<IReadOnlyList<Violation>> CheckAsync(PlannedSweep sweep) =>
        new StoreAudit(_store, _undisturbed, _ => false).CheckAsync([], [sweep]);

    /// <summary>Trains once for all tests.</summary>
    public sealed class Oracle : IDisposable
    {
        internal Undisturbed Undisturbed { get; } = new();

        public void Dispose() => Undisturbed.Dispose();
    }
}
