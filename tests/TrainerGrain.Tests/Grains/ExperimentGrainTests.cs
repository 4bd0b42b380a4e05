using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.TrainerGrain.Tests.Grains;

public sealed class ExperimentGrainTests : IDisposable
{
    private readonly StoreDirectory _directory = new();
    private readonly GatedEngine _engine = new();
    private readonly TrainerApplication _trainer;

    public ExperimentGrainTests()
    {
        _trainer = new TrainerApplication(_directory, _engine) { Settings = { ["Runner:CheckpointInterval"] = "00:00:00" } };
    }

    public void Dispose()
    {
        _trainer.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Start_NewSpec_IsInTheCatalogWhenAcknowledged()
    {
        var result = await Grain("a").StartAsync(Specs.Tutorial("a"));

        Assert.Equal(StartOutcome.Accepted, result.Outcome);
        var entry = await _trainer.Services.GetRequiredService<IExperimentCatalog>().FindAsync("a");
        Assert.NotNull(entry);
        _engine.Release("a", 100);
    }

    [Fact]
    public async Task Start_SameSpecAgain_ChangesNothing()
    {
        var first = await Grain("a").StartAsync(Specs.Tutorial("a"));

        var second = await Grain("a").StartAsync(Specs.Tutorial("a"));

        Assert.Equal(StartOutcome.AlreadyAccepted, second.Outcome);
        Assert.Equal(first.Experiment.CreatedAt, second.Experiment.CreatedAt);
        _engine.Release("a", 100);
    }

    [Fact]
    public async Task Start_OtherSpecUnderTheSameId_IsRefusedAndTheFirstStands()
    {
        await Grain("a").StartAsync(Specs.Tutorial("a"));

        var second = await Grain("a").StartAsync(Specs.Tutorial("a", epochs: 7));

        Assert.Equal(StartOutcome.SpecDiffers, second.Outcome);
        Assert.Equal(100, second.Experiment.Epochs);
        _engine.Release("a", 100);
    }

    [Fact]
    public async Task Run_ToTheEnd_CompletesWithAVersionAndEveryLoss()
    {
        await Grain("a").StartAsync(Specs.Tutorial("a", epochs: 5));
        _engine.Release("a", 5);

        var done = await Grain("a").WaitForAsync(ExperimentPhase.Completed);

        Assert.Equal((5, 1, GatedEngine.LossOf(5)), (done.Epoch, done.Version, done.Loss));
        Assert.Equal(Losses(1, 5), (await Grain("a").GetLossesAsync()).Value);
        Assert.NotNull(await _trainer.Services.GetRequiredService<IModelStore>().FindAsync("a", 1));
    }

    [Fact]
    public async Task Status_WhileTraining_ShowsTheEpochAndLossOfTheLastStep()
    {
        await Grain("a").StartAsync(Specs.Tutorial("a"));
        _engine.Release("a", 3);

        var view = await Grain("a").WaitAsync(view => view.Epoch == 3);

        Assert.Equal((ExperimentPhase.Running, GatedEngine.LossOf(3)), (view.Phase, view.Loss));
        Assert.Equal(Losses(1, 3), (await Grain("a").GetLossesAsync()).Value);
        _engine.Release("a", 97);
    }

    [Fact]
    public async Task Watch_FromTheStart_YieldsEveryLossOnceAndEndsWithTheExperiment()
    {
        await Grain("a").StartAsync(Specs.Tutorial("a", epochs: 20));
        var seen = new List<float>();
        using var patience = new CancellationTokenSource(Patience.Limit);

        await foreach (var progress in Grain("a").WatchAsync(0, patience.Token))
        {
            Assert.Equal(seen.Count, progress.FirstEpoch);
            seen.AddRange(progress.Losses);
            if (seen.Count < 20)
            {
                _engine.Release("a", 1);
            }
        }

        Assert.Equal(Losses(1, 20), seen);
    }

    [Fact]
    public async Task Cancel_Running_KeepsTheLossesAndPublishesNothing()
    {
        const int Epochs = 1_000_000;
        await Grain("a").StartAsync(Specs.Tutorial("a", Epochs));
        _engine.Release("a", 4);
        await Grain("a").WaitAsync(view => view.Epoch == 4);

        // The step that is under way may end before the grain hears of the cancel, and then another one begins.
        var cancel = Grain("a").MustAsync(ExperimentVerb.Cancel);
        await _engine.ReleaseUntilAsync(cancel, "a");
        var view = await cancel;

        Assert.Equal(ExperimentPhase.Cancelled, view.Phase);
        Assert.InRange(view.Epoch, 4, Epochs - 1);
        Assert.Equal(Losses(1, view.Epoch), (await Grain("a").GetLossesAsync()).Value);
        Assert.Null(await _trainer.Services.GetRequiredService<IModelStore>().FindAsync("a"));
    }

    [Fact]
    public async Task Cancel_Queued_EndsWithoutWaitingForATrainingThread()
    {
        _trainer.Settings["Runner:Threads"] = "1";
        _trainer.Settings["Runner:RunsInTraining"] = "1";
        await Grain("busy").StartAsync(Specs.Tutorial("busy"));
        await _engine.StepEntered("busy");
        await Grain("waiting").StartAsync(Specs.Tutorial("waiting"));

        var view = await Grain("waiting").MustAsync(ExperimentVerb.Cancel);

        Assert.Equal((ExperimentPhase.Cancelled, 0), (view.Phase, view.Epoch));
        _engine.Release("busy", 100);
    }

    [Fact]
    public async Task Cancel_Completed_ChangesNothing()
    {
        await Grain("a").StartAsync(Specs.Tutorial("a", epochs: 1));
        _engine.Release("a", 1);
        var done = await Grain("a").WaitForAsync(ExperimentPhase.Completed);

        Assert.Equal(new ControlResult(ControlRuling.Fulfilled, done), await Grain("a").ControlAsync(ExperimentVerb.Cancel));
    }

    [Fact]
    public async Task Run_LossNotFinite_FailsWithTheEpochAndAHint()
    {
        _engine.Diverging["a"] = 3;
        await Grain("a").StartAsync(Specs.Tutorial("a"));
        _engine.Release("a", 3);

        var failed = await Grain("a").WaitForAsync(ExperimentPhase.Failed);

        Assert.Equal(3, failed.Epoch);
        Assert.Equal("The loss was not finite at epoch 3. Try a smaller learning rate: learningRate is 0.01.", failed.Failure);
        Assert.Equal(3, (await Grain("a").GetLossesAsync()).Value.Length);
    }

    [Fact]
    public async Task Cancel_RetryOfOneThatDiverged_TellsNoLossThatIsNotFinite()
    {
        _trainer.Settings["Runner:Threads"] = "1";
        _trainer.Settings["Runner:RunsInTraining"] = "1";
        _engine.Diverging["a"] = 1;
        await Grain("a").StartAsync(Specs.Tutorial("a"));
        _engine.Release("a", 1);
        await Grain("a").WaitForAsync(ExperimentPhase.Failed);
        await Grain("busy").StartAsync(Specs.Tutorial("busy"));
        await _engine.StepEntered("busy");

        var retried = await Grain("a").MustAsync(ExperimentVerb.Retry);
        var cancelled = await Grain("a").MustAsync(ExperimentVerb.Cancel);

        Assert.Equal((ExperimentPhase.Queued, 0, null), (retried.Phase, retried.Epoch, retried.Loss));
        Assert.Equal((ExperimentPhase.Cancelled, 1, null), (cancelled.Phase, cancelled.Epoch, cancelled.Loss));
        _engine.Release("busy", 100);
    }

    [Fact]
    public async Task Run_EngineFault_FailsThatExperimentAlone()
    {
        _engine.Faults["a"] = new InvalidOperationException("out of tensors");
        await Grain("a").StartAsync(Specs.Tutorial("a", epochs: 2));
        await Grain("b").StartAsync(Specs.Tutorial("b", epochs: 2));
        _engine.Release("a", 2);
        _engine.Release("b", 2);

        var failed = await Grain("a").WaitForAsync(ExperimentPhase.Failed);
        await Grain("b").WaitForAsync(ExperimentPhase.Completed);

        Assert.Contains("out of tensors", failed.Failure, StringComparison.Ordinal);
    }

    private IExperimentGrain Grain(string id) => _trainer.Grains.GetGrain<IExperimentGrain>(id);

    private static float[] Losses(int from, int to) => [.. Enumerable.Range(from, to - from + 1).Select(GatedEngine.LossOf)];
}
