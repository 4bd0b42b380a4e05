using System.Net;
using Distributed.Client;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.TrainerGrain.Sweeps;
using Distributed.TrainerGrain.Tests.Support;

namespace Distributed.TrainerGrain.Tests.Sweeps;

public sealed class SweepTests : IDisposable
{
    private const int Endless = 10_000_000;

    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Submit_Grid_TrainsEveryExperimentAsIfItWereAlone()
    {
        await using var app = new TrainerApplication(_directory);
        var trainer = ClientOf(app);
        var submitted = await trainer.SubmitSweepAsync(Grid("s", epochs: 40, seeds: 6));
        var alone = await trainer.SubmitAsync(
            new ExperimentSpec { Id = "alone", Model = "alone", Epochs = 40, Seed = 4, Optimizer = new OptimizerSpec { LearningRate = 0.1 } });
        var last = await trainer.WatchSweepAsync("s", Limit).LastAsync();
        await trainer.WatchAsync("alone", Limit).LastAsync();

        Assert.Equal((SweepPhase.Running, 12), (submitted.Phase, submitted.Count));
        Assert.Equal((SweepPhase.Completed, new SweepCounts(0, 0, 0, 12, 0, 0)), (last.Phase, last.Experiments));
        Assert.NotNull(last.EndedAt);
        Assert.True(last.Rate > 0);

        var best = await trainer.LeaderboardAsync("s").ToListAsync();
        Assert.Equal(12, best.Count);
        Assert.Equal(best.OrderBy(experiment => experiment.Loss).Select(experiment => experiment.Id), best.Select(experiment => experiment.Id));
        Assert.Equal(best[0], last.Best);
        Assert.All(best, experiment => Assert.Equal(("s", 1), (experiment.Sweep, experiment.Version)));
        Assert.Equal(await trainer.LossesAsync(alone.Id), await trainer.LossesAsync("s-10"));
    }

    [Fact]
    public async Task Submit_SameAgain_ChangesNothing_AnotherIsRefused()
    {
        await using var app = new TrainerApplication(_directory);
        var trainer = ClientOf(app);
        await trainer.SubmitSweepAsync(Grid("s", epochs: 5, seeds: 2));
        await trainer.WatchSweepAsync("s", Limit).LastAsync();

        Assert.Equal(SweepPhase.Completed, (await trainer.SubmitSweepAsync(Grid("s", epochs: 5, seeds: 2))).Phase);
        var refusal = await Assert.ThrowsAsync<ApiException>(() => trainer.SubmitSweepAsync(Grid("s", epochs: 6, seeds: 2)));

        Assert.Equal(HttpStatusCode.Conflict, refusal.Status);
        Assert.Equal(4, await trainer.ListAsync(new ExperimentQuery { Sweep = "s" }).CountAsync());
    }

    [Fact]
    public async Task Submit_NameOfAnExperimentIsTaken_IsRefusedWithIt()
    {
        await using var app = new TrainerApplication(_directory);
        var trainer = ClientOf(app);
        await trainer.SubmitAsync(new ExperimentSpec { Id = "s-0", Model = "m", Epochs = 1 });

        var refusal = await Assert.ThrowsAsync<ApiException>(() => trainer.SubmitSweepAsync(Grid("s", epochs: 1, seeds: 2)));

        Assert.Equal(HttpStatusCode.Conflict, refusal.Status);
        Assert.Contains("'s-0'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_Faulty_NamesEveryFaultAndAcceptsNothing()
    {
        await using var app = new TrainerApplication(_directory);
        var trainer = ClientOf(app);
        var faulty = new { id = "s", @base = new { data = new { kind = "regression" }, epochs = 0 }, grid = new { nonsense = new[] { 1 } } };

        var refusal = await Assert.ThrowsAsync<ApiException>(() => trainer.SubmitSweepAsync(faulty));

        Assert.Equal(["base.epochs", "grid.nonsense"], refusal.Faults.Keys.Order());
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ApiException>(() => trainer.GetSweepAsync("s"))).Status);
    }

    [Fact]
    public async Task Submit_LargerThanAllowed_IsRefusedWithTheLimit()
    {
        await using var app = new TrainerApplication(_directory) { Settings = { ["Api:MaxSweepBytes"] = "2000" } };
        var list = Enumerable.Range(0, 500).Select(seed => new { seed });

        var refusal = await Assert.ThrowsAsync<ApiException>(
            () => ClientOf(app).SubmitSweepAsync(new { id = "s", @base = new { data = new { kind = "regression" } }, list }));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refusal.Status);
        Assert.Contains("2000 bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_ManyDataSets_PublishesAModelOfEach()
    {
        await using var app = new TrainerApplication(_directory);
        var trainer = ClientOf(app);
        await trainer.SubmitSweepAsync(new
        {
            id = "pumps",
            @base = new { model = "pump", epochs = 20, optimizer = new { learningRate = 0.1 } },
            data = Enumerable.Range(1, 3).Select(slope => new
            {
                key = $"{slope}",
                kind = "inline",
                x = new[] { new[] { 1.0 }, [2.0] },
                y = new[] { slope * 1.0, slope * 2.0 },
            }),
        });

        var last = await trainer.WatchSweepAsync("pumps", Limit).LastAsync();
        var models = await trainer.ListAsync(new ExperimentQuery { Sweep = "pumps" }).Select(experiment => experiment.Model).ToListAsync();

        Assert.Equal(3, last.Experiments.Completed);
        Assert.Equal(["pump-1", "pump-2", "pump-3"], models.Order());
    }

    [Fact]
    public async Task PauseAndResume_StopsAllAndGoesOn()
    {
        await using var app = new TrainerApplication(_directory);
        var trainer = ClientOf(app);
        await trainer.SubmitSweepAsync(Grid("s", Endless, seeds: 4));
        await UntilAsync(trainer, sweep => sweep.Experiments.Running == 8);

        Assert.Equal(SweepPhase.Paused, (await trainer.PauseSweepAsync("s")).Phase);
        await UntilAsync(trainer, sweep => sweep.Experiments.Paused == 8);
        Assert.Equal(SweepPhase.Running, (await trainer.ResumeSweepAsync("s")).Phase);
        await UntilAsync(trainer, sweep => sweep.Experiments.Running == 8);
        await trainer.CancelSweepAsync("s");
        var last = await trainer.WatchSweepAsync("s", Limit).LastAsync();

        Assert.Equal((SweepPhase.Cancelled, 8), (last.Phase, last.Experiments.Cancelled));
        var refusal = await Assert.ThrowsAsync<ApiException>(() => trainer.ResumeSweepAsync("s"));
        Assert.Equal(HttpStatusCode.Conflict, refusal.Status);
    }

    [Fact]
    public async Task Resume_RunningSweep_GoesOnWithAnExperimentPausedByItself()
    {
        await using var app = new TrainerApplication(_directory);
        var trainer = ClientOf(app);
        await trainer.SubmitSweepAsync(Grid("s", Endless, seeds: 1));
        await UntilAsync(trainer, sweep => sweep.Experiments.Running == 2);
        await trainer.PauseAsync("s-1");

        Assert.Equal(SweepPhase.Running, (await trainer.ResumeSweepAsync("s")).Phase);

        await UntilAsync(trainer, sweep => sweep.Experiments.Running == 2);
        await trainer.CancelSweepAsync("s");
        Assert.Equal(2, (await trainer.WatchSweepAsync("s", Limit).LastAsync()).Experiments.Cancelled);
    }

    [Fact]
    public async Task Status_WhileTheStoreIsYetToTakeACommand_TellsWhatIsDurable()
    {
        await using var app = new TrainerApplication(_directory) { Settings = { ["Store:BusyTimeout"] = "00:03:00" } };
        var trainer = ClientOf(app);
        await trainer.SubmitSweepAsync(Grid("s", Endless, seeds: 1));
        await trainer.PauseSweepAsync("s");
        await UntilAsync(trainer, sweep => sweep.Experiments.Paused == 2);
        var grain = app.Grains.GetGrain<ISweepGrain>("s");
        Task<SweepControlResult> cancelled;
        await using (await HeldStore.TakeAsync(_directory))
        {
            cancelled = grain.ControlAsync(SweepVerb.Cancel);

            Assert.Equal(SweepPhase.Paused, (await grain.GetStatusAsync())!.Phase);
            Assert.Equal(SweepPhase.Paused, (await grain.WatchAsync(Limit).FirstAsync()).Phase);
            Assert.False(cancelled.IsCompleted);
        }

        Assert.Equal(SweepPhase.Cancelled, (await cancelled).Phase);
        Assert.Equal(SweepPhase.Cancelled, (await grain.GetStatusAsync())!.Phase);
    }

    [Fact]
    public async Task Pause_JustAfterARecovery_StopsWhatWasHandedOutBefore()
    {
        await using var app = new TrainerApplication(_directory);
        var trainer = ClientOf(app);
        await trainer.SubmitSweepAsync(Grid("s", Endless, seeds: 2));
        await UntilAsync(trainer, sweep => sweep.Experiments.Running == 4);

        // Both reach the grain before its next portion of work.
        var grain = app.Grains.GetGrain<ISweepGrain>("s");
        await Task.WhenAll(grain.ResumeUnfinishedAsync(), grain.ControlAsync(SweepVerb.Pause));

        await UntilAsync(trainer, sweep => sweep.Experiments.Paused == 4);
        await trainer.CancelSweepAsync("s");
        Assert.Equal(4, (await trainer.WatchSweepAsync("s", Limit).LastAsync()).Experiments.Cancelled);
    }

    [Fact]
    public async Task Pause_OneThatWasResumedBeforeItsTurn_StopsItAsWell()
    {
        await using var app = new TrainerApplication(_directory) { Settings = { ["Sweeps:Window"] = "1" } };
        var trainer = ClientOf(app);
        await trainer.SubmitSweepAsync(Grid("s", Endless, seeds: 2));
        await UntilAsync(trainer, sweep => sweep.Experiments.Running == 1);
        await trainer.PauseAsync("s-3");
        await trainer.ResumeAsync("s-3");
        await UntilAsync(trainer, sweep => sweep.Experiments.Running == 2);

        await trainer.PauseSweepAsync("s");

        await UntilAsync(trainer, sweep => sweep.Experiments is { Paused: 2, Queued: 2 });
        await trainer.CancelSweepAsync("s");
        Assert.Equal(4, (await trainer.WatchSweepAsync("s", Limit).LastAsync()).Experiments.Cancelled);
    }

    [Fact]
    public async Task Look_AtOneThatWaitsForItsTurn_DoesNotTrainIt()
    {
        await using var app = new TrainerApplication(_directory) { Settings = { ["Sweeps:Window"] = "1" } };
        var trainer = ClientOf(app);
        await trainer.SubmitSweepAsync(Grid("s", Endless, seeds: 2));
        await UntilAsync(trainer, sweep => sweep.Experiments.Running == 1);
        await trainer.PauseSweepAsync("s");
        await UntilAsync(trainer, sweep => sweep.Experiments is { Paused: 1, Queued: 3 });

        Assert.Equal(ExperimentPhase.Queued, (await trainer.FindAsync("s-3"))!.Phase);
        Assert.Empty(await trainer.LossesAsync("s-3"));

        // What is submitted after the look, and ends, was trained no sooner than what the look would have started.
        await trainer.SubmitAsync(new ExperimentSpec { Id = "after", Model = "after", Epochs = 5 });
        await trainer.WatchAsync("after", Limit).LastAsync();
        Assert.Equal(new SweepCounts(3, 0, 1, 0, 0, 0), (await trainer.GetSweepAsync("s")).Experiments);
        await trainer.ResumeSweepAsync("s");
        await trainer.CancelAsync("s-0");
        await UntilAsync(trainer, sweep => sweep.Experiments is { Running: 1, Cancelled: 1, Queued: 2 });
        await trainer.CancelSweepAsync("s");
    }

    [Fact]
    public async Task Window_SmallerThanTheSweep_BoundsWhatIsHandedOut()
    {
        await using var app = new TrainerApplication(_directory) { Settings = { ["Sweeps:Window"] = "3" } };
        var trainer = ClientOf(app);
        await trainer.SubmitSweepAsync(Grid("s", Endless, seeds: 5));
        await UntilAsync(trainer, sweep => sweep.Experiments.Running == 3);
        var first = await trainer.ListAsync(new ExperimentQuery { Sweep = "s", Phases = [ExperimentPhase.Running] }).FirstAsync();
        await trainer.CancelAsync(first.Id);
        await UntilAsync(trainer, sweep => sweep.Experiments is { Running: 3, Cancelled: 1, Queued: 6 });

        await trainer.CancelSweepAsync("s");
        Assert.Equal(10, (await trainer.WatchSweepAsync("s", Limit).LastAsync()).Experiments.Cancelled);
    }

    [Fact]
    public async Task Extend_OneOfACompletedSweep_TheSweepRunsAgainUntilItHasEnded()
    {
        await using var app = new TrainerApplication(_directory);
        var trainer = ClientOf(app);
        await trainer.SubmitSweepAsync(Grid("s", epochs: 5, seeds: 1));
        await trainer.WatchSweepAsync("s", Limit).LastAsync();
        await trainer.ExtendAsync("s-1", Endless);

        Assert.Equal(SweepPhase.Running, (await trainer.GetSweepAsync("s")).Phase);
        await trainer.CancelAsync("s-1");
        var last = await trainer.WatchSweepAsync("s", Limit).LastAsync();
        Assert.Equal((SweepPhase.Completed, 1, 1), (last.Phase, last.Experiments.Completed, last.Experiments.Cancelled));
    }

    [Fact]
    public async Task Delete_OneOfACompletedSweep_IsCountedNoMore()
    {
        await using var app = new TrainerApplication(_directory);
        var trainer = ClientOf(app);
        await trainer.SubmitSweepAsync(Grid("s", epochs: 5, seeds: 2));
        await trainer.WatchSweepAsync("s", Limit).LastAsync();
        await trainer.DeleteAsync("s-1");

        Assert.Equal(new SweepCounts(0, 0, 0, 3, 0, 0), (await trainer.GetSweepAsync("s")).Experiments);
    }

    [Fact]
    public async Task Restart_InTheMiddle_TheSweepGoesOnUnasked()
    {
        await using (var app = new TrainerApplication(_directory) { Settings = { ["Sweeps:Window"] = "4" } })
        {
            var trainer = ClientOf(app);
            await trainer.SubmitSweepAsync(Grid("s", epochs: 3_000, seeds: 100));
            await UntilAsync(trainer, sweep => sweep.Experiments.Completed > 0);
            Assert.NotEqual(SweepPhase.Completed, (await trainer.GetSweepAsync("s")).Phase);
        }

        await using var restarted = new TrainerApplication(_directory);
        var again = ClientOf(restarted);
        await Eventually.HoldsAsync(
            async () => await again.ListAsync(new ExperimentQuery { Sweep = "s", Phases = [ExperimentPhase.Completed] }).CountAsync() == 200,
            "the sweep's 200 experiments have completed");
        Assert.Equal(SweepPhase.Completed, (await again.WatchSweepAsync("s", Limit).LastAsync()).Phase);
    }

    [Fact]
    public async Task Submit_Halving_StopsTheWeakAtRungsAndTheOthersAreAsIfAlone()
    {
        await using var app = new TrainerApplication(_directory);
        var trainer = ClientOf(app);
        await trainer.SubmitSweepAsync(new
        {
            id = "s",
            @base = new { data = new { kind = "regression" }, epochs = 90 },
            grid = new Dictionary<string, object> { ["optimizer.learningRate"] = new { from = 0.001, count = 30, step = 0.001 } },
            halving = new { minEpochs = 10, factor = 3 },
        });
        var last = await trainer.WatchSweepAsync("s", Limit).LastAsync();
        var all = await trainer.ListAsync(new ExperimentQuery { Sweep = "s" }).ToListAsync();
        var best = (await trainer.LeaderboardAsync("s").FirstAsync()).Id;
        var rate = 0.001 + (0.001 * int.Parse(best[2..], System.Globalization.CultureInfo.InvariantCulture));
        await trainer.SubmitAsync(
            new ExperimentSpec { Id = "alone", Model = "alone", Epochs = 90, Optimizer = new OptimizerSpec { LearningRate = rate } });
        await trainer.WatchAsync("alone", Limit).LastAsync();

        Assert.Equal(SweepPhase.Completed, last.Phase);
        Assert.Equal(30, last.Experiments.Completed + last.Experiments.Cancelled);
        Assert.InRange(last.Experiments.Cancelled, 1, 29);
        Assert.All(
            all.Where(experiment => experiment.Phase == ExperimentPhase.Cancelled),
            experiment => Assert.Contains(experiment.Epoch, (int[])[10, 30]));
        Assert.Equal(await trainer.LossesAsync("alone"), await trainer.LossesAsync(best));
    }

    [Fact]
    public async Task List_Sweeps_PagesThemInTheOrderOfAcceptance()
    {
        await using var app = new TrainerApplication(_directory);
        var trainer = ClientOf(app);
        foreach (var id in (string[])["c", "a", "b"])
        {
            await trainer.SubmitSweepAsync(Grid(id, epochs: 1, seeds: 1));
            await trainer.WatchSweepAsync(id, Limit).LastAsync();
        }

        Assert.Equal(["c", "a", "b"], await trainer.ListSweepsAsync().Select(sweep => sweep.Id).ToListAsync());
    }

    private static CancellationToken Limit => new CancellationTokenSource(Patience.Limit).Token;

    private static TrainerClient ClientOf(TrainerApplication app) => new(app.CreateClient());

    private static object Grid(string id, int epochs, int seeds) => new
    {
        id,
        @base = new { data = new { kind = "regression" }, epochs },
        grid = new Dictionary<string, object>
        {
            ["optimizer.learningRate"] = new[] { 0.01, 0.1 },
            ["seed"] = new { from = 0, count = seeds },
        },
    };

    private static Task UntilAsync(TrainerClient trainer, Func<SweepView, bool> wanted) =>
        Eventually.HoldsAsync(async () => wanted(await trainer.GetSweepAsync("s")), "the sweep is as wanted");
}
