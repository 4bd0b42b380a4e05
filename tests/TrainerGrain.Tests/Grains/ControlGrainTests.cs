using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.TrainerGrain.Tests.Grains;

public sealed class ControlGrainTests : IDisposable
{
    private const int Epochs = 100_000;

    private readonly StoreDirectory _directory = new();
    private readonly PacedEngine _engine = new();
    private readonly TrainerApplication _trainer;

    public ControlGrainTests()
    {
        _trainer = new TrainerApplication(_directory, _engine) { Settings = { ["Runner:Threads"] = "1", ["Runner:RunsInTraining"] = "1" } };
    }

    public void Dispose()
    {
        _trainer.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Pause_Running_FreesItsPlaceAndStaysWhereItIs()
    {
        await StartAsync("a");
        await Grain("b").StartAsync(Specs.Tutorial("b", Epochs));

        var paused = await Grain("a").MustAsync(ExperimentVerb.Pause);
        await Grain("b").WaitAsync(view => view.Epoch > 0);

        Assert.Equal((ExperimentPhase.Paused, CountingSession.LossOf(paused.Epoch)), (paused.Phase, paused.Loss));
        Assert.Equal(paused, await Grain("a").GetStatusAsync());
        Assert.Equal(paused, await CatalogAsync("a"));
        Assert.Equal(Losses(paused.Epoch), (await Grain("a").GetLossesAsync()).Value);
    }

    [Fact]
    public async Task Pause_Queued_NeedsNoTrainingThread()
    {
        await StartAsync("busy");
        await Grain("waiting").StartAsync(Specs.Tutorial("waiting", Epochs));

        var paused = await Grain("waiting").MustAsync(ExperimentVerb.Pause);

        Assert.Equal((ExperimentPhase.Paused, 0, null), (paused.Phase, paused.Epoch, paused.Loss));
    }

    [Fact]
    public async Task Resume_Paused_GoesOnFromThereAndMissesNoEpoch()
    {
        await StartAsync("a");
        var paused = await Grain("a").MustAsync(ExperimentVerb.Pause);

        Assert.Equal(ExperimentPhase.Queued, (await Grain("a").MustAsync(ExperimentVerb.Resume)).Phase);
        var running = await Grain("a").WaitAsync(view => view.Epoch > paused.Epoch);
        var done = await FinishAsync("a");

        Assert.Equal(paused.StartedAt, running.StartedAt);
        Assert.Equal((Epochs, 1), (done.Epoch, done.Version));
        Assert.Equal(Losses(Epochs), (await Grain("a").GetLossesAsync()).Value);
    }

    [Fact]
    public async Task Watch_AcrossAPause_TellsOfItAndGoesOnToTheEnd()
    {
        await StartAsync("a");
        using var patience = new CancellationTokenSource(Patience.Limit);
        var phases = new List<ExperimentPhase>();
        var pause = Grain("a").MustAsync(ExperimentVerb.Pause);

        await foreach (var progress in Grain("a").WatchAsync(0, patience.Token))
        {
            phases.Add(progress.Experiment.Phase);
            if (phases.Count(phase => phase == ExperimentPhase.Paused) == 1 && phases[^1] == ExperimentPhase.Paused)
            {
                await Grain("a").MustAsync(ExperimentVerb.Resume);
                _engine.Finish("a");
            }
        }

        await pause;
        Assert.Contains(ExperimentPhase.Paused, phases);
        Assert.Equal(ExperimentPhase.Completed, phases[^1]);
    }

    [Fact]
    public async Task Extend_Completed_GoesOnAndPublishesTheNextVersion()
    {
        await StartAsync("a");
        var first = await FinishAsync("a");

        var extended = await Grain("a").MustAsync(ExperimentVerb.Extend, 2 * Epochs);
        await Grain("a").WaitAsync(view => view.Epoch > Epochs);
        var second = await FinishAsync("a");

        Assert.Equal((ExperimentPhase.Queued, Epochs, 2 * Epochs, 1), (extended.Phase, extended.Epoch, extended.Epochs, extended.Version));
        Assert.Null(extended.EndedAt);
        Assert.Equal((2 * Epochs, 2, first.StartedAt), (second.Epoch, second.Version, second.StartedAt));
        Assert.Equal(Losses(2 * Epochs), (await Grain("a").GetLossesAsync()).Value);
        Assert.Equal(StartOutcome.AlreadyAccepted, (await Grain("a").StartAsync(Specs.Tutorial("a", 2 * Epochs))).Outcome);
        Assert.Equal(StartOutcome.SpecDiffers, (await Grain("a").StartAsync(Specs.Tutorial("a", Epochs))).Outcome);
    }

    [Fact]
    public async Task Retry_Failed_GoesOnFromItsLastCheckpoint()
    {
        await StartAsync("a");
        var failed = await FailAsync("a");

        var retried = await Grain("a").MustAsync(ExperimentVerb.Retry);
        await Grain("a").WaitAsync(view => view.Epoch > retried.Epoch);
        var done = await FinishAsync("a");

        Assert.Contains("out of tensors", failed.Failure, StringComparison.Ordinal);
        Assert.Equal((ExperimentPhase.Queued, null, null), (retried.Phase, retried.Failure, retried.EndedAt));
        Assert.InRange(retried.Epoch, 0, failed.Epoch);
        Assert.Equal((ExperimentPhase.Completed, Epochs, null), (done.Phase, done.Epoch, done.Failure));
        Assert.Equal(Losses(Epochs), (await Grain("a").GetLossesAsync()).Value);
    }

    [Fact]
    public async Task Cancel_Paused_EndsIt()
    {
        await StartAsync("a");
        var paused = await Grain("a").MustAsync(ExperimentVerb.Pause);

        var cancelled = await Grain("a").MustAsync(ExperimentVerb.Cancel);

        Assert.Equal((ExperimentPhase.Cancelled, paused.Epoch, paused.Loss), (cancelled.Phase, cancelled.Epoch, cancelled.Loss));
        Assert.NotNull(cancelled.EndedAt);
    }

    [Fact]
    public async Task Delete_Completed_ForgetsItAndItsNameIsFree()
    {
        await StartAsync("a");
        await FinishAsync("a");

        Assert.Equal(ExperimentPhase.Completed, (await Grain("a").MustAsync(ExperimentVerb.Delete)).Phase);
        Assert.Null(await Grain("a").GetStatusAsync());
        Assert.Null(await CatalogAsync("a"));
        Assert.Empty((await Grain("a").GetLossesAsync()).Value);
        Assert.NotNull(await _trainer.Services.GetRequiredService<IModelStore>().FindAsync("a", 1));
        Assert.Equal(new ControlResult(ControlRuling.Refused, null), await Grain("a").ControlAsync(ExperimentVerb.Pause));

        Assert.Equal(StartOutcome.Accepted, (await Grain("a").StartAsync(Specs.Tutorial("a", 7))).Outcome);
        var anew = await FinishAsync("a");
        Assert.Equal((7, 2), (anew.Epoch, anew.Version));
        Assert.Equal(Losses(7), (await Grain("a").GetLossesAsync()).Value);
    }

    private async Task StartAsync(string id)
    {
        await Grain(id).StartAsync(Specs.Tutorial(id, Epochs));
        await Grain(id).WaitAsync(view => view.Epoch > 0);
    }

    private Task<ExperimentView> FinishAsync(string id)
    {
        _engine.Finish(id);
        return Grain(id).WaitForAsync(ExperimentPhase.Completed);
    }

    private Task<ExperimentView> FailAsync(string id)
    {
        _engine.Fail(id);
        return Grain(id).WaitForAsync(ExperimentPhase.Failed);
    }

    private Task<ExperimentView?> CatalogAsync(string id) => _trainer.Services.GetRequiredService<IExperimentCatalog>().FindAsync(id);

    private IExperimentGrain Grain(string id) => _trainer.Grains.GetGrain<IExperimentGrain>(id);

    private static float[] Losses(int to) => [.. Enumerable.Range(1, to).Select(CountingSession.LossOf)];
}
