using System.Security.Cryptography;
using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Recovery;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.TrainerGrain.Tests.Recovery;

/// <summary>What control does to a run must not show in its numbers, nor a restart in what control has done.</summary>
public sealed class ControlBitsTests : IDisposable
{
    private readonly StoreDirectory _directory = new();
    private readonly StoreDirectory _elsewhere = new();

    public void Dispose()
    {
        _directory.Dispose();
        _elsewhere.Dispose();
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Adam)]
    public async Task Extend_Completed_GivesTheBitsOfALongerRun(OptimizerKind kind)
    {
        var optimizer = new OptimizerSpec { Kind = kind, Momentum = kind == OptimizerKind.Sgd ? 0.9 : 0, LearningRate = 1e-3 };
        var spec = Specs.Tutorial("a", epochs: 70) with { Optimizer = optimizer, Network = new NetworkSpec { Hidden = [4] } };
        await using var extended = new TrainerApplication(_directory);
        var grain = await RunAsync(extended, spec);
        await grain.MustAsync(ExperimentVerb.Extend, 200);
        var done = await grain.WaitForAsync(ExperimentPhase.Completed);

        await using var longer = new TrainerApplication(_elsewhere);
        var other = await RunAsync(longer, spec with { Epochs = 200 });

        Assert.Equal((200, 2), (done.Epoch, done.Version));
        Assert.Equal((await other.GetLossesAsync()).Value, (await grain.GetLossesAsync()).Value);
        Assert.Equal(await DigestAsync(longer, version: 1), await DigestAsync(extended, version: 2));
    }

    [Fact]
    public async Task PauseAndResume_AcrossARestart_GiveTheBitsOfAnUndisturbedRun()
    {
        var spec = Specs.Tutorial("a", epochs: 30_000) with { Optimizer = new OptimizerSpec { Momentum = 0.9, LearningRate = 1e-4 } };
        await using (var trainer = new TrainerApplication(_directory) { Settings = { ["Runner:StepTime"] = "00:00:00.010" } })
        {
            var grain = trainer.Grains.GetGrain<IExperimentGrain>("a");
            await grain.StartAsync(spec);
            await grain.WaitAsync(view => view.Epoch > 0);
            Assert.InRange((await grain.MustAsync(ExperimentVerb.Pause)).Epoch, 1, spec.Epochs - 1);
        }

        await using var restarted = new TrainerApplication(_directory);
        var resumed = restarted.Grains.GetGrain<IExperimentGrain>("a");
        await resumed.MustAsync(ExperimentVerb.Resume);
        await resumed.WaitForAsync(ExperimentPhase.Completed);
        await using var undisturbed = new TrainerApplication(_elsewhere);
        var other = await RunAsync(undisturbed, spec);

        Assert.Equal((await other.GetLossesAsync()).Value, (await resumed.GetLossesAsync()).Value);
        Assert.Equal(await DigestAsync(undisturbed, version: 1), await DigestAsync(restarted, version: 1));
    }

    [Fact]
    public async Task Restart_PausedExperiment_IsNotResumedByRecovery()
    {
        ExperimentView paused;
        await using (var trainer = new TrainerApplication(_directory, new PacedEngine()))
        {
            var grain = trainer.Grains.GetGrain<IExperimentGrain>("a");
            await grain.StartAsync(Specs.Tutorial("a", epochs: 100_000));
            await grain.WaitAsync(view => view.Epoch > 0);
            paused = await grain.MustAsync(ExperimentVerb.Pause);
        }

        var engine = new PacedEngine();
        await using var restarted = new TrainerApplication(_directory, engine);
        var again = restarted.Grains.GetGrain<IExperimentGrain>("a");
        await restarted.Services.GetRequiredService<UnfinishedExperiments>().WakeAsync(CancellationToken.None);
        await again.ResumeUnfinishedAsync();

        Assert.Equal(paused, await again.GetStatusAsync());
        Assert.Equal(0, engine.Sessions);
        await again.MustAsync(ExperimentVerb.Resume);
        engine.Finish("a");
        await again.WaitForAsync(ExperimentPhase.Completed);
        Assert.Equal(Enumerable.Range(1, 100_000).Select(CountingSession.LossOf), (await again.GetLossesAsync()).Value);
    }

    private static async Task<IExperimentGrain> RunAsync(TrainerApplication trainer, ExperimentSpec spec)
    {
        var grain = trainer.Grains.GetGrain<IExperimentGrain>(spec.Id);
        await grain.StartAsync(spec);
        await grain.WaitForAsync(ExperimentPhase.Completed);
        return grain;
    }

    private static async Task<string> DigestAsync(TrainerApplication trainer, int version) =>
        Convert.ToHexString(SHA256.HashData((await trainer.Services.GetRequiredService<IModelStore>().ReadOnnxAsync("a", version))!));
}
