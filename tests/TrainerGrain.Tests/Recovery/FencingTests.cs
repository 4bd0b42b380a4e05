using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.TrainerGrain.Tests.Recovery;

/// <summary>
/// Two silos that know nothing of each other, in two clusters, on one store: the worst that a silo which is taken for dead but lives
/// can do to the one that took over. The second wakes the first one's experiment as its own.
/// </summary>
public sealed class FencingTests : IDisposable
{
    private const int Epochs = 5;

    private readonly StoreDirectory _directory = new();
    private readonly GatedEngine _zombie = new();
    private readonly GatedEngine _heir = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Zombie_AfterATakeover_SavesNothingAndItsGrainForgets()
    {
        await using var first = Silo("first", _zombie);
        await StartAsync(first, epochs: 2);
        await using var second = await TakeOverAsync();

        _zombie.Release("a", Epochs);
        await Eventually.HoldsAsync(() => _zombie.EpochsTrained("a") >= 3, "the zombie has trained on");
        await FinishAsync(second);

        var losses = await JournalOf(second).ReadLossesAsync("a");
        Assert.Equal(Enumerable.Range(1, Epochs).Select(GatedEngine.LossOf), losses);
        Assert.Single(await ModelsOf(second).ListVersionsAsync("a"));

        // The first silo's activation is gone or going; the next one reads what the second has written.
        var grain = first.Grains.GetGrain<IExperimentGrain>("a");
        await Eventually.HoldsAsync(
            async () => (await grain.GetStatusAsync())?.Phase is ExperimentPhase.Completed, "the first silo tells the outcome");
    }

    [Fact]
    public async Task Zombie_Superseded_FreesItsThread()
    {
        await using var first = Silo("first", _zombie);
        await StartAsync(first, epochs: 2);
        await using var second = await TakeOverAsync();

        await first.Grains.GetGrain<IExperimentGrain>("b").StartAsync(Specs.Tutorial("b", epochs: 1));
        _zombie.Release("b", 1);
        _zombie.Release("a", 1);
        await first.Grains.GetGrain<IExperimentGrain>("b").WaitForAsync(ExperimentPhase.Completed);
        await FinishAsync(second);
    }

    [Fact]
    public async Task Zombie_TrainedToTheEndBeforeTheTakeover_IsPublishedOnce()
    {
        await using var first = Silo("first", _zombie);
        await StartAsync(first, epochs: Epochs);
        await first.Grains.GetGrain<IExperimentGrain>("a").WaitForAsync(ExperimentPhase.Completed);
        await using var second = Silo("second", _heir);
        await second.Grains.GetGrain<IExperimentGrain>("a").ResumeUnfinishedAsync();
        Assert.Equal(0, _heir.EpochsTrained("a"));
        Assert.Single(await ModelsOf(second).ListVersionsAsync("a"));
    }

    /// <summary>Starts the experiment at the first silo and leaves it in the middle of a step, with its epochs so far saved.</summary>
    private async Task StartAsync(TrainerApplication first, int epochs)
    {
        await first.Grains.GetGrain<IExperimentGrain>("a").StartAsync(Specs.Tutorial("a", Epochs));
        _zombie.Release("a", epochs);
        for (var step = 0; step <= epochs && step < Epochs; step++)
        {
            await _zombie.StepEntered("a");
        }
    }

    /// <summary>A second silo, which has found the experiment, has begun to train it, and waits in its first step.</summary>
    private async Task<TrainerApplication> TakeOverAsync()
    {
        var second = Silo("second", _heir);
        second.StartServer();
        await _heir.StepEntered("a");
        return second;
    }

    private async Task FinishAsync(TrainerApplication second)
    {
        _heir.Release("a", Epochs);
        await second.Grains.GetGrain<IExperimentGrain>("a").WaitForAsync(ExperimentPhase.Completed);
    }

    private static ITrainingJournal JournalOf(TrainerApplication silo) => silo.Services.GetRequiredService<ITrainingJournal>();

    private static IModelStore ModelsOf(TrainerApplication silo) => silo.Services.GetRequiredService<IModelStore>();

    private TrainerApplication Silo(string cluster, GatedEngine engine) => new(_directory, engine)
    {
        Settings =
        {
            ["Orleans:ClusterId"] = cluster,
            ["Runner:CheckpointInterval"] = "00:00:00",
            ["Runner:Threads"] = "1",
            ["Runner:RunsInTraining"] = "1",
            ["Runner:RetryDelay"] = "00:00:00.1",
            ["Recovery:Interval"] = "01:00:00",
        },
    };
}
