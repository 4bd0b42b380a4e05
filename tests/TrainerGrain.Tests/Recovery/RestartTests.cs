using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.TrainerGrain.Tests.Recovery;

public sealed class RestartTests : IDisposable
{
    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Restart_RunningExperiment_GoesOnByItselfFromItsCheckpoint()
    {
        const int Epochs = 1000;
        var first = new GatedEngine();
        var trainer = Trainer(first);
        var grain = trainer.Grains.GetGrain<IExperimentGrain>("a");
        await grain.StartAsync(Specs.Tutorial("a", Epochs));
        first.Release("a", 4);
        await grain.WaitAsync(view => view.Epoch == 4);
        await StopAsync(trainer, first);

        var second = new GatedEngine();
        await using var restarted = Trainer(second);
        using var client = restarted.CreateClient();
        await second.StepEntered("a");
        Assert.InRange((await restarted.Services.GetRequiredService<IExperimentCatalog>().FindAsync("a"))!.Epoch, 4, Epochs);
        second.Release("a", Epochs);
        var done = await restarted.Grains.GetGrain<IExperimentGrain>("a").WaitForAsync(ExperimentPhase.Completed);

        Assert.Equal(Epochs, done.Epoch);
        Assert.InRange(second.EpochsTrained("a"), 1, Epochs - 4);
        var losses = (await restarted.Grains.GetGrain<IExperimentGrain>("a").GetLossesAsync()).Value;
        Assert.Equal(Enumerable.Range(1, Epochs).Select(GatedEngine.LossOf), losses);
    }

    [Fact]
    public async Task Restart_InTheMiddle_GivesTheBytesOfAnUndisturbedRun()
    {
        var spec = Specs.Tutorial("a", epochs: 30_000) with
        {
            Optimizer = new OptimizerSpec { Momentum = 0.9, LearningRate = 1e-4 },
        };
        await using (var trainer = Trainer())
        {
            var grain = trainer.Grains.GetGrain<IExperimentGrain>("a");
            await grain.StartAsync(spec);
            await grain.WaitAsync(view => view.Epoch > 0);
        }

        await using var restarted = Trainer();
        var resumed = restarted.Grains.GetGrain<IExperimentGrain>("a");
        Assert.True((await resumed.GetStatusAsync())!.Phase is ExperimentPhase.Running or ExperimentPhase.Queued, "The run was over before the restart.");
        await resumed.WaitForAsync(ExperimentPhase.Completed);
        using var elsewhere = new StoreDirectory();
        await using var undisturbed = new TrainerApplication(elsewhere);
        await undisturbed.Grains.GetGrain<IExperimentGrain>("a").StartAsync(spec);
        await undisturbed.Grains.GetGrain<IExperimentGrain>("a").WaitForAsync(ExperimentPhase.Completed);

        Assert.Equal(await DigestAsync(undisturbed), await DigestAsync(restarted));
    }

    [Fact]
    public async Task Restart_SeveralUnfinished_AreWokenInOneTrace()
    {
        string[] ids = ["traced-a", "traced-b", "traced-c"];
        await using (var trainer = Trainer())
        {
            await Task.WhenAll(ids.Select(id => trainer.Grains.GetGrain<IExperimentGrain>(id).StartAsync(Specs.Tutorial(id, 100_000))));
        }

        var started = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = started.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var restarted = Trainer();
        restarted.Settings["Orleans:EnableDistributedTracing"] = "true";
        restarted.StartServer();

        await Eventually.HoldsAsync(() => started.GroupBy(activity => activity.TraceId).Any(IsOfAllThree), "one trace holds all three calls");
        bool IsOfAllThree(IEnumerable<Activity> trace) => trace.Any(activity => activity.OperationName == "wake experiments")
            && trace.Count(activity => activity.Kind == ActivityKind.Client && IsWaking(activity)) == ids.Length;
        static bool IsWaking(Activity call) =>
            call.OperationName.EndsWith(nameof(IExperimentGrain.ResumeUnfinishedAsync), StringComparison.Ordinal);
    }

    /// <summary>Stops the silo, letting its run finish whatever step it is in.</summary>
    private static async Task StopAsync(TrainerApplication trainer, GatedEngine engine)
    {
        for (var stopped = trainer.DisposeAsync().AsTask(); !stopped.IsCompleted;)
        {
            await Task.WhenAny(stopped, engine.StepEntered("a"));
            engine.Release("a", 1);
        }
    }

    private static async Task<string> DigestAsync(TrainerApplication trainer) =>
        Convert.ToHexString(SHA256.HashData((await trainer.Services.GetRequiredService<IModelStore>().ReadOnnxAsync("a", 1))!));

    private TrainerApplication Trainer(GatedEngine? engine = null) =>
        new(_directory, engine) { Settings = { ["Runner:CheckpointInterval"] = "00:00:00" } };
}
