using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Distributed.TrainerGrain.Tests.Recovery;

/// <summary>Whole silos in this process, on one store.</summary>
public sealed class SeveralSilosTests : IDisposable
{
    private const int Epochs = 2000;

    private readonly StoreDirectory _directory = new();
    private readonly GatedEngine _engine = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Silos_OnOneStore_FormOneCluster()
    {
        await using var first = Silo();
        await using var second = Silo();
        await using var third = Silo();
        var silos = new[] { first, second, third }.Select(OracleOf).ToList();
        foreach (var silo in silos)
        {
            await Eventually.HoldsAsync(() => silo.GetActiveSilos().Length == 3, $"{silo.SiloAddress} sees three active silos");
        }

        Assert.Equal(3, silos.Select(silo => silo.SiloAddress).Distinct().Count());
    }

    [Fact]
    public async Task SiloStops_ItsExperimentsGoOnElsewhere_Unasked()
    {
        var ids = Enumerable.Range(0, 12).Select(i => $"e{i}").ToList();
        await using var first = Silo();
        var leaving = Silo();
        await StartAsync(first, leaving, ids);
        var moved = await RunningOnAsync(leaving, ids);
        Assert.NotEmpty(moved);

        await StopAsync(leaving, ids);
        foreach (var id in ids)
        {
            _engine.Release(id, Epochs);
        }

        // Nobody calls a grain here: the catalog alone tells that all have ended.
        var catalog = first.Services.GetRequiredService<IExperimentCatalog>();
        foreach (var id in ids)
        {
            await Eventually.HoldsAsync(async () => (await catalog.FindAsync(id))!.Phase is ExperimentPhase.Completed, $"{id} is completed");
        }

        foreach (var id in moved)
        {
            Assert.Equal(first.Services.GetRequiredService<ILocalSiloDetails>().Name, (await catalog.FindAsync(id))!.Silo);
            var losses = await first.Services.GetRequiredService<ITrainingJournal>().ReadLossesAsync(id);
            Assert.Equal(Enumerable.Range(1, Epochs).Select(GatedEngine.LossOf), losses);
            Assert.Single(await first.Services.GetRequiredService<IModelStore>().ListVersionsAsync(id));
        }
    }

    [Fact]
    public async Task Call_AtAnySilo_ReachesTheExperiment()
    {
        await using var first = Silo();
        await using var second = Silo();
        await first.Grains.GetGrain<IExperimentGrain>("a").StartAsync(Specs.Tutorial("a", Epochs));
        _engine.Release("a", 3);
        foreach (var silo in new[] { first, second })
        {
            var grain = silo.Grains.GetGrain<IExperimentGrain>("a");
            await grain.WaitAsync(view => view.Epoch == 3);
            var losses = (await grain.GetLossesAsync()).Value;
            Assert.Equal([999f, 998f, 997f], losses);
        }

        _engine.Release("a", Epochs);
        await second.Grains.GetGrain<IExperimentGrain>("a").WaitForAsync(ExperimentPhase.Completed);
    }

    private static ISiloStatusOracle OracleOf(TrainerApplication silo) => silo.Services.GetRequiredService<ISiloStatusOracle>();

    private TrainerApplication Silo()
    {
        var silo = new TrainerApplication(_directory, _engine)
        {
            Settings = { ["Runner:Threads"] = "16", ["Recovery:RetryDelay"] = "00:00:00.1" },
        };
        silo.StartServer();
        return silo;
    }

    private async Task StartAsync(TrainerApplication first, TrainerApplication second, List<string> ids)
    {
        await Eventually.HoldsAsync(() => OracleOf(first).GetActiveSilos().Length == 2, "the first silo sees the second");
        await Eventually.HoldsAsync(() => OracleOf(second).GetActiveSilos().Length == 2, "the second silo sees the first");
        foreach (var id in ids)
        {
            await first.Grains.GetGrain<IExperimentGrain>(id).StartAsync(Specs.Tutorial(id, Epochs));
            await _engine.StepEntered(id);
        }
    }

    private static async Task<List<string>> RunningOnAsync(TrainerApplication silo, List<string> ids)
    {
        var name = silo.Services.GetRequiredService<ILocalSiloDetails>().Name;
        var catalog = silo.Services.GetRequiredService<IExperimentCatalog>();
        var found = new List<string>();
        foreach (var id in ids)
        {
            found.AddRange((await catalog.FindAsync(id))!.Silo == name ? [id] : []);
        }

        return found;
    }

    // A run ends its step before it stops, and may begin another before it is told to; so they are let go epoch by epoch.
    private async Task StopAsync(TrainerApplication silo, List<string> ids)
    {
        var stopped = silo.DisposeAsync().AsTask();
        await Eventually.HoldsAsync(
            () =>
            {
                ids.ForEach(id => _engine.Release(id, 1));
                return stopped.IsCompleted;
            },
            "the silo has stopped");
        await stopped;
    }
}
