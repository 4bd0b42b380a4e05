using System.Text.Json;
using Distributed.Client;
using Distributed.Contracts;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Persistence;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.TrainerGrain.Tests.Recovery;

/// <summary>An experiment of a sweep that has ended is extended, and the silo is lost before training begins.</summary>
public sealed class ExtendedExperimentTests : IDisposable
{
    private const int Epochs = 40;

    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Restart_OfACancelledSweep_TrainsItAndTheSweepStaysAsItIs()
    {
        var (before, after) = await ExtendAndRestartAsync(another: 10_000_000, trainer => trainer.CancelSweepAsync("s"));

        Assert.Equal((SweepPhase.Cancelled, before.EndedAt), (after.Phase, after.EndedAt));
        Assert.Equal((1, 1), (after.Experiments.Completed, after.Experiments.Cancelled));
    }

    [Fact]
    public async Task Restart_OfACompletedSweep_TrainsItAndTheSweepEndsWithIt()
    {
        var (before, after) = await ExtendAndRestartAsync(another: 6, _ => Task.CompletedTask);

        Assert.Equal((SweepPhase.Completed, 2), (after.Phase, after.Experiments.Completed));
        Assert.True(after.EndedAt > before.EndedAt, "The sweep did not run again.");
    }

    private async Task<(SweepView Before, SweepView After)> ExtendAndRestartAsync(int another, Func<TrainerClient, Task> end)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        SweepView before;
        await using (var app = new TrainerApplication(_directory))
        {
            var trainer = new TrainerClient(app.CreateClient());
            await trainer.SubmitSweepAsync(new { id = "s", @base = new { data = new { } }, list = new object[] { new { epochs = 5 }, new { epochs = another } } });
            await trainer.WatchAsync("s-0", patience.Token).LastAsync();
            await end(trainer);
            before = await trainer.WatchSweepAsync("s", patience.Token).LastAsync();
            await ExtendInTheStoreAsync(app.Services.GetRequiredService<IGrainStateStore>(), "s-0");
        }

        await using var restarted = new TrainerApplication(_directory);
        var again = new TrainerClient(restarted.CreateClient());
        var completed = new ExperimentQuery { Sweep = "s", Phases = [ExperimentPhase.Completed] };
        await Eventually.HoldsAsync(
            async () => await again.ListAsync(completed).AnyAsync(experiment => experiment.Epoch == Epochs), "the experiment is trained on");
        return (before, await again.WatchSweepAsync("s", patience.Token).LastAsync());
    }

    /// <summary>What the grain does before it queues a run.</summary>
    private static async Task ExtendInTheStoreAsync(IGrainStateStore states, string id)
    {
        var stored = (await states.ReadAsync(ExperimentState.Name, id))!;
        var state = JsonSerializer.Deserialize<ExperimentState>(stored.Data, ContractsJson.Options)!.Extend(Epochs);
        Assert.True((await states.WriteAsync(ExperimentState.Name, id, stored.ETag, StoreGrainStorage.Serialize(state), state.View)).Written);
    }
}
