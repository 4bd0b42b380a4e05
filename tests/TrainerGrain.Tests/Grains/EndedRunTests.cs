using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Running;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.TrainerGrain.Tests.Grains;

/// <summary>A command meets a run that has come to its end by itself, which the experiment has not heard of yet.</summary>
public sealed class EndedRunTests : IDisposable
{
    private readonly StoreDirectory _directory = new();

    public static TheoryData<RunOutcome, ExperimentPhase> Ends => new()
    {
        { new RunCompleted(100, 0.5f, 1), ExperimentPhase.Completed },
        { new RunFailed(7, "The loss was not finite."), ExperimentPhase.Failed },
        { new RunHalved(30, 2f), ExperimentPhase.Cancelled },
    };

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Pause_RunThatHasEnded_IsJudgedByItsEnd(RunOutcome outcome, ExperimentPhase phase)
    {
        await using var trainer = new TrainerApplication(_directory);
        await using var ended = With(trainer, new EndedRuns(outcome));
        var grain = await StartAsync(ended);

        var paused = await grain.ControlAsync(ExperimentVerb.Pause);

        Assert.Equal((ControlRuling.Refused, phase), (paused.Ruling, paused.Experiment!.Phase));
        Assert.Equal(paused.Experiment, await grain.GetStatusAsync());
    }

    [Fact]
    public async Task Extend_RunThatHasCompleted_TellsTheNextWhereThatWas()
    {
        var runs = new EndedRuns(new RunCompleted(100, 0.5f, 1));
        await using var trainer = new TrainerApplication(_directory);
        await using var ended = With(trainer, runs);
        var grain = await StartAsync(ended);
        await grain.ControlAsync(ExperimentVerb.Pause);

        await grain.MustAsync(ExperimentVerb.Extend, 150);
        await grain.ControlAsync(ExperimentVerb.Pause);
        await grain.MustAsync(ExperimentVerb.Extend, 200);

        Assert.Equal([(100, null), (150, 100), (200, 150)], runs.Jobs.Select(job => (job.Spec.Epochs, job.ExtendedFrom)));
    }

    private static WebApplicationFactory<Program> With(TrainerApplication trainer, EndedRuns runs) =>
        trainer.WithWebHostBuilder(host => host.ConfigureTestServices(services => services.AddSingleton<ITrainingRunner>(runs)));

    private static async Task<IExperimentGrain> StartAsync(WebApplicationFactory<Program> trainer)
    {
        var grain = trainer.Services.GetRequiredService<IGrainFactory>().GetGrain<IExperimentGrain>("a");
        await grain.StartAsync(Specs.Tutorial("a", epochs: 100));
        return grain;
    }

    /// <summary>A runner whose runs are over as soon as they are queued.</summary>
    private sealed class EndedRuns(RunOutcome outcome) : ITrainingRunner
    {
        public List<TrainingJob> Jobs { get; } = [];

        public TrainingRun Enqueue(TrainingJob job)
        {
            Jobs.Add(job);
            var run = new TrainingRun(job);
            Assert.True(run.TryTake());
            run.End(outcome);
            return run;
        }
    }
}
