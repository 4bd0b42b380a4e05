using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Running;
using Distributed.TrainerGrain.Tests.Support;
using Distributed.TrainerGrain.Tests.Training;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Running;

/// <summary>Many runs at once on the real engine.</summary>
public sealed class TrainingRunnerTests
{
    private const int Endless = 10_000_000;

    [Fact]
    public async Task Runs_AThousandOfManyShapes_GiveTheBitsThatEachGivesAlone()
    {
        var specs = Enumerable.Range(0, 1_000).Select(Different).ToArray();
        var largest = 0;
        var engine = new ObservedEngine(TrainingSupport.Engine, members => InterlockedMax(ref largest, members.Count));
        await using var together = await StartAsync(new RunnerOptions { Threads = 2, CheckpointInterval = TimeSpan.Zero }, engine);
        await using var alone = await StartAsync(new RunnerOptions { Threads = 1, RunsInTraining = 1 });

        var outcomes = await Task.WhenAll(specs.Select((spec, i) => together.TrainAsync(spec, i % 3 == 0 ? null : "sweep")));

        Assert.InRange(largest, 2, 1_000);
        Assert.InRange(outcomes.Count(outcome => outcome is RunCompleted), 700, 1_000);
        for (var i = 0; i < specs.Length; i++)
        {
            Assert.Equal(await alone.TrainAsync(specs[i]), outcomes[i]);
            AssertSameBits(alone, together, specs[i].Id);
        }
    }

    [Fact]
    public async Task Runs_TenThousandOfOneShape_GiveTheBitsThatEachGivesAlone()
    {
        var specs = Enumerable.Range(0, 10_000).Select(DifferentTutorial).ToArray();
        var largest = 0;
        using var allThere = new ManualResetEventSlim();
        var engine = new ObservedEngine(TrainingSupport.Engine, members =>
        {
            Assert.True(allThere.Wait(Patience.Limit));
            InterlockedMax(ref largest, members.Count);
        });
        await using var together = await StartAsync(new RunnerOptions { Threads = 2, RunsInTraining = 10_000, StackSize = 10_000 }, engine);
        await using var alone = await StartAsync(new RunnerOptions { Threads = 1, RunsInTraining = 1 });

        var outcomes = specs.Select(spec => together.TrainAsync(spec, "sweep")).ToArray();
        allThere.Set();
        await Task.WhenAll(outcomes);

        // Dealt to two threads, and the first have some steps behind them when the last set out.
        Assert.InRange(largest, 1_025, 10_000);
        await AssertBitsOfRunsAloneAsync(alone, together, specs.Where((_, i) => i % 50 == 7));
    }

    [Fact]
    public async Task Runs_OfOneShape_KeepAllThreadsBusy()
    {
        using var together = new Barrier(2);
        var engine = new ObservedEngine(TrainingSupport.Engine, _ => Assert.True(together.SignalAndWait(Patience.Limit)));
        await using var runner = await StartAsync(new RunnerOptions { Threads = 2 }, engine);

        // Each takes one step, which does not come to an end before the other's has begun.
        var outcomes = await Task.WhenAll(new[] { "a", "b" }.Select(id => runner.TrainAsync(Specs.Tutorial(id, epochs: 10))));

        Assert.All(outcomes, outcome => Assert.IsType<RunCompleted>(outcome));
    }

    [Fact]
    public async Task Run_SubmittedBesideALargeSweepOfLongRuns_IsTrainedAtOnce()
    {
        await using var runner = await StartAsync(new RunnerOptions { Threads = 2, RunsInTraining = 500 });
        var sweep = Enumerable.Range(0, 10_000).Select(i => runner.Enqueue(Specs.Tutorial($"s{i}", Endless), "sweep")).ToArray();
        await Eventually.HoldsAsync(() => sweep.Any(one => one.Run.Progress.Epoch > 0), "the sweep is in training");

        Assert.IsType<RunCompleted>(await runner.TrainAsync(Specs.Tutorial("other shape", epochs: 50) with { Loss = new LossSpec { Kind = LossKind.Huber } }));
        Assert.IsType<RunCompleted>(await runner.TrainAsync(Specs.Tutorial("same shape", epochs: 50)));

        Assert.DoesNotContain(sweep, one => one.Outcome.IsCompleted);
        Assert.InRange(sweep.Count(one => one.Run.Progress.Epoch > 0), 1, 500);
    }

    [Fact]
    public async Task Stop_OfSomeInAStack_EndsTheseAndSavesWhereTheyAre()
    {
        await using var runner = await StartAsync(new RunnerOptions { Threads = 2, RunsInTraining = 40 });
        var runs = Enumerable.Range(0, 60).Select(i => runner.Enqueue(Specs.Tutorial($"r{i}", Endless), "sweep").Run).ToArray();
        await Eventually.HoldsAsync(() => runs[..40].All(run => run.Progress.Epoch > 0), "all that have a place are in training");

        var outcomes = await Task.WhenAll(runs[10..20].Concat(runs[50..]).Select(run => run.StopAsync())).WaitAsync(Patience.Limit);

        Assert.All(outcomes, outcome => Assert.IsType<RunStopped>(outcome));
        Assert.All(runs[50..], run => Assert.Equal(0, run.Progress.Epoch));
        await Eventually.HoldsAsync(() => runs[40..50].All(run => run.Progress.Epoch > 0), "the next have taken their places");
        Assert.All(runs[10..20], run => Assert.Equal(run.Progress.Epoch, runner.Losses(run.Job.Spec.Id).Length));
    }

    [Fact]
    public async Task Run_WhoseSavesAreRefused_DoesNotDisturbItsStack()
    {
        var specs = Enumerable.Range(0, 20).Select(i => Specs.Tutorial($"r{i}", epochs: 500) with { Seed = i }).ToArray();
        var patient = new RunnerOptions { Threads = 2, CheckpointInterval = TimeSpan.Zero, RetryDelay = TimeSpan.FromMilliseconds(10) };
        await using var runner = await StartAsync(patient);
        await using var alone = await StartAsync(new RunnerOptions { Threads = 1, RunsInTraining = 1 });
        runner.Refused = "r7";

        var outcomes = await Task.WhenAll(specs.Select(spec => runner.TrainAsync(spec)));

        Assert.Equal(new RunInterrupted("The disk is full."), outcomes[7]);
        await AssertBitsOfRunsAloneAsync(alone, runner, specs.Where(spec => spec.Id != "r7"));
    }

    [Fact]
    public async Task Run_ThatDiverges_FailsWithItsEpochAndDoesNotDisturbItsStack()
    {
        var specs = Enumerable.Range(0, 20).Select(i => Specs.Tutorial($"r{i}", epochs: 500) with { Seed = i }).ToArray();
        specs[7] = specs[7] with { Optimizer = new OptimizerSpec { LearningRate = 5 } };
        await using var runner = await StartAsync(new RunnerOptions { Threads = 2 });
        await using var alone = await StartAsync(new RunnerOptions { Threads = 1, RunsInTraining = 1 });

        var outcomes = await Task.WhenAll(specs.Select(spec => runner.TrainAsync(spec)));

        var failed = Assert.IsType<RunFailed>(outcomes[7]);
        Assert.Contains($"not finite at epoch {failed.Epoch}. Try a smaller learning rate", failed.Failure, StringComparison.Ordinal);
        Assert.Equal(await alone.TrainAsync(specs[7]), failed);
        Assert.Equal(alone.Losses("r7").Bits(), runner.Losses("r7").Bits());
        await AssertBitsOfRunsAloneAsync(alone, runner, specs.Where(spec => spec.Id != "r7"));
    }

    [Fact]
    public async Task Run_ThatTheEngineCannotStep_FailsAlone()
    {
        var specs = Enumerable.Range(0, 20).Select(i => Specs.Tutorial($"r{i}", epochs: 50) with { Seed = i }).ToArray();
        var engine = new ObservedEngine(
            TrainingSupport.Engine, members => _ = members.Contains("r7") ? throw new InvalidOperationException("out of tensors") : 0);
        await using var runner = await StartAsync(new RunnerOptions { Threads = 2 }, engine);
        await using var alone = await StartAsync(new RunnerOptions { Threads = 1, RunsInTraining = 1 });

        var outcomes = await Task.WhenAll(specs.Select(spec => runner.TrainAsync(spec)));

        Assert.Contains("out of tensors", Assert.IsType<RunFailed>(outcomes[7]).Failure, StringComparison.Ordinal);
        await AssertBitsOfRunsAloneAsync(alone, runner, specs.Where(spec => spec.Id != "r7"));
    }

    [Fact]
    public async Task Stop_OfTheRunner_InterruptsAllThatTrain()
    {
        var runner = await StartAsync(new RunnerOptions { Threads = 2, RunsInTraining = 100 });
        var runs = Enumerable.Range(0, 200).Select(i => runner.Enqueue(Specs.Tutorial($"r{i}", Endless), "sweep").Run).ToArray();
        await Eventually.HoldsAsync(() => runs[..100].All(run => run.Progress.Epoch > 0), "all that have a place are in training");

        await runner.DisposeAsync().AsTask().WaitAsync(Patience.Limit);

        Assert.All(runs[..100], run => Assert.Equal(run.Progress.Epoch, runner.Losses(run.Job.Spec.Id).Length));
        Assert.IsType<RunInterrupted>(await runs[0].StopAsync());
        Assert.IsType<RunStopped>(await runs[150].StopAsync());
        Assert.IsType<RunInterrupted>(await runner.Enqueue(Specs.Tutorial("late")).Run.StopAsync());
    }

    [Fact]
    public async Task Run_AloneForManySteps_KeepsItsStackAndFreesItAtTheEnd()
    {
        var steps = 0;
        var engine = new ObservedEngine(TrainingSupport.Engine, _ => steps++);
        await using var runner = await StartAsync(
            new RunnerOptions { Threads = 2, StepTime = TimeSpan.FromMilliseconds(1), CheckpointInterval = TimeSpan.FromHours(1) }, engine);

        Assert.IsType<RunCompleted>(await runner.TrainAsync(Specs.Tutorial("a", epochs: 20_000)));

        // A step may be over before the run has begun to wait for it; it is then taken for one that has left.
        Assert.InRange(steps, 20, 20_000);
        Assert.InRange(engine.StacksCreated, 1, steps / 10);
        await Eventually.HoldsAsync(() => engine.StacksAlive == 0, "its tensors are freed");
    }

    [Fact]
    public async Task Runs_OfManyShapes_LeaveNoStackBehind()
    {
        var engine = new ObservedEngine(TrainingSupport.Engine, _ => { });
        await using var runner = await StartAsync(new RunnerOptions { Threads = 2, CheckpointInterval = TimeSpan.Zero }, engine);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => runner.TrainAsync(Different(i))));

        Assert.True(engine.StacksCreated > 0);
        await Eventually.HoldsAsync(() => engine.StacksAlive == 0, "all tensors are freed");
    }

    private static async Task<RunnerInMemory> StartAsync(RunnerOptions options, ITrainingEngine? engine = null)
    {
        var runner = new RunnerInMemory(engine ?? TrainingSupport.Engine, options);
        await runner.StartAsync();
        return runner;
    }

    /// <summary>Every optimizer, loss and kind of network, with data, seed, rate and length of its own.</summary>
    private static ExperimentSpec Different(int number)
    {
        var optimizer = OptimizerSettings.Get(OptimizerSettings.All.ElementAt(number % OptimizerSettings.All.Count));
        return Specs.Tutorial($"r{number}", epochs: 15 + (number % 17)) with
        {
            Data = new RegressionData { RandomState = (uint)number, Samples = number % 10 == 0 ? 300 : 20 },
            Seed = number,
            Network = new NetworkSpec { Hidden = number % 3 == 0 ? [4] : [] },
            Loss = new LossSpec { Kind = Enum.GetValues<LossKind>()[number / 7 % 4] },
            Optimizer = optimizer with { LearningRate = optimizer.LearningRate / (1 + (number % 5)) },
        };
    }

    /// <summary>The tutorial at some length, with data, seed and rate of its own.</summary>
    private static ExperimentSpec DifferentTutorial(int number) => Specs.Tutorial($"r{number}", epochs: 200 + (number % 7)) with
    {
        Data = new RegressionData { RandomState = (uint)number, Samples = 20 },
        Seed = number,
        Optimizer = new OptimizerSpec { LearningRate = 0.1 / (1 + (number % 50)) },
    };

    private static async Task AssertBitsOfRunsAloneAsync(RunnerInMemory alone, RunnerInMemory runner, IEnumerable<ExperimentSpec> specs)
    {
        foreach (var spec in specs)
        {
            Assert.IsType<RunCompleted>(await alone.TrainAsync(spec));
            AssertSameBits(alone, runner, spec.Id);
        }
    }

    private static void AssertSameBits(RunnerInMemory expected, RunnerInMemory actual, string id)
    {
        Assert.Equal(expected.Losses(id).Bits(), actual.Losses(id).Bits());
        Assert.Equal(expected.Onnx(id), actual.Onnx(id));
        if (expected.Onnx(id) is not null)
        {
            // What a run that diverges has saved before depends on when its saves were due.
            Assert.Equal(expected.Checkpoint(id), actual.Checkpoint(id));
        }
    }

    private static void InterlockedMax(ref int largest, int value)
    {
        for (var seen = Volatile.Read(ref largest); value > seen; seen = Volatile.Read(ref largest))
        {
            Interlocked.CompareExchange(ref largest, value, seen);
        }
    }
}
