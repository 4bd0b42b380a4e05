using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Running;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Tests.Running;

public sealed class RunExecutorTests : IDisposable
{
    private readonly GatedEngine _engine = new();
    private readonly MemoryJournal _journal = new();
    private readonly CountingModels _models;
    private readonly ComputeThreads _threads = new(1);
    private readonly RungsInMemory _rungs = new();
    private readonly RecordingOwner _owner = new();
    private readonly StackedSteps _steps;
    private readonly RunExecutor _executor;

    public RunExecutorTests()
    {
        _models = new CountingModels(_journal);
        _steps = new StackedSteps(_engine, _threads, Options.Create(new RunnerOptions()), TimeProvider.System);
        _executor = Create(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        _engine.Release("a", 100);
    }

    public void Dispose() => _threads.Dispose();

    [Fact]
    public async Task Execute_ToTheEnd_SavesEverythingWithItsModel()
    {
        var outcome = await ExecuteAsync(Specs.Tutorial("a", epochs: 3));

        Assert.Equal(new RunCompleted(3, GatedEngine.LossOf(3), 1), outcome);
        Assert.Equal([1f, 2f, 3f], _journal.Losses.Select(loss => 1000f - loss));
        Assert.Equal(3, _models.EpochsSavedAtPublication);
    }

    [Fact]
    public async Task Execute_NotWantedAnyMore_TrainsNothing()
    {
        _owner.Fence = null;

        Assert.IsType<RunStopped>(await ExecuteAsync(Specs.Tutorial("a")));
        Assert.Empty(_journal.Losses);
    }

    [Fact]
    public async Task Execute_FenceLost_EndsWithoutPublishing()
    {
        _journal.Fence = "another owner's";

        Assert.IsType<RunSuperseded>(await ExecuteAsync(Specs.Tutorial("a", epochs: 3)));
        Assert.Equal(0, _models.Published);
    }

    [Fact]
    public async Task Execute_FenceLostAfterTheLastSave_EndsAsSuperseded()
    {
        _models.IsTakenOver = true;

        Assert.IsType<RunSuperseded>(await ExecuteAsync(Specs.Tutorial("a", epochs: 3)));
    }

    [Fact]
    public async Task Execute_StoreRefusesASave_IsInterruptedWithTheStoresReason()
    {
        _journal.Refusal = new StoreException(StoreFault.Full, "The disk is full.");

        Assert.Equal(new RunInterrupted("The disk is full."), await ExecuteAsync(Specs.Tutorial("a", epochs: 3)));
    }

    [Fact]
    public async Task Execute_StoreRefusesASave_KeepsItsPlaceForThePause()
    {
        _journal.Refusal = new StoreException(StoreFault.Full, "The disk is full.");
        var clock = new PauseClock();
        var execution = Create(TimeSpan.FromHours(1), clock).ExecuteAsync(Run(Specs.Tutorial("a", epochs: 3)), CancellationToken.None);

        Assert.Equal(TimeSpan.FromHours(1), await clock.Pausing.WaitAsync(Patience.Limit));
        Assert.False(execution.IsCompleted);
        clock.EndPause();

        Assert.IsType<RunInterrupted>(await execution.WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task Execute_StoppedDuringThePause_EndsAtOnce()
    {
        _journal.Refusal = new StoreException(StoreFault.Full, "The disk is full.");
        var clock = new PauseClock();
        var run = Run(Specs.Tutorial("a", epochs: 3));
        var execution = Create(TimeSpan.FromHours(1), clock).ExecuteAsync(run, CancellationToken.None);
        await clock.Pausing.WaitAsync(Patience.Limit);

        await run.StopAsync();

        Assert.IsType<RunInterrupted>(await execution.WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task Execute_OwnerCannotRecordTheBeginning_IsInterruptedAndNotFailed()
    {
        _owner.Refusal = new TimeoutException("The grain did not answer.");

        Assert.Equal(new RunInterrupted("The grain did not answer."), await ExecuteAsync(Specs.Tutorial("a")));
    }

    [Fact]
    public async Task Execute_CheckpointAtTheLastEpoch_PublishesWithoutTraining()
    {
        _journal.Checkpoint = new StoredCheckpoint(3, BitConverter.GetBytes(3));
        _journal.Losses.AddRange([9f, 8f, 7f]);

        Assert.Equal(new RunCompleted(3, 7f, 1), await ExecuteAsync(Specs.Tutorial("a", epochs: 3)));
    }

    [Fact]
    public async Task Execute_StoppedBeforeItsTurn_TrainsNothing()
    {
        var run = new TrainingRun(new TrainingJob(Guid.NewGuid(), Specs.Tutorial("a"), _owner));
        Assert.IsType<RunStopped>(await run.StopAsync());

        Assert.False(run.TryTake());
    }

    [Fact]
    public async Task Execute_SiloStops_SavesWhereItIs()
    {
        using var silo = new CancellationTokenSource();
        await silo.CancelAsync();
        _journal.Checkpoint = new StoredCheckpoint(1, BitConverter.GetBytes(1));
        _journal.Losses.Add(GatedEngine.LossOf(1));

        Assert.IsType<RunInterrupted>(await _executor.ExecuteAsync(Run(Specs.Tutorial("a")), silo.Token));
        Assert.Single(_journal.Losses);
    }

    [Fact]
    public async Task Execute_WeakAtARung_EndsThereWithItsLosses()
    {
        await _rungs.RecordAsync("s", 0, "better", loss: 0);

        var outcome = await ExecuteInSweepAsync(epochs: 9, new Halving(3, 4));

        Assert.Equal(new RunHalved(4, GatedEngine.LossOf(4)), outcome);
        Assert.Equal((4, 4), (_journal.Losses.Count, _journal.Checkpoint!.Epoch));
        Assert.Equal(0, _models.Published);
    }

    [Fact]
    public async Task Execute_StrongAtEveryRung_IsComparedAtEachAndCompletes()
    {
        var outcome = await ExecuteInSweepAsync(epochs: 9, new Halving(2, 2));

        Assert.Equal(new RunCompleted(9, GatedEngine.LossOf(9), 1), outcome);
        Assert.Equal(
            [("a", GatedEngine.LossOf(2)), ("a", GatedEngine.LossOf(4)), ("a", GatedEngine.LossOf(8))],
            Enumerable.Range(0, 3).SelectMany(rung => _rungs.At("s", rung)));
    }

    [Fact]
    public async Task Execute_CheckpointAtARung_IsComparedBeforeItGoesOn()
    {
        _journal.Checkpoint = new StoredCheckpoint(2, BitConverter.GetBytes(2));
        _journal.Losses.AddRange([9f, 8f]);
        await _rungs.RecordAsync("s", 0, "better", loss: 0);

        Assert.Equal(new RunHalved(2, 8f), await ExecuteInSweepAsync(epochs: 9, new Halving(2, 2)));
    }

    [Fact]
    public async Task Execute_CheckpointAtARungThatItPasses_GoesOnAndLeavesNoSeatBehind()
    {
        _journal.Checkpoint = new StoredCheckpoint(2, BitConverter.GetBytes(2));
        _journal.Losses.AddRange([9f, 8f]);

        Assert.Equal(new RunCompleted(9, GatedEngine.LossOf(9), 1), await ExecuteInSweepAsync(epochs: 9, new Halving(2, 2)));
        Assert.Equal(0, _steps.Seats);
    }

    [Fact]
    public async Task Execute_ExtendedFromARung_IsComparedAtTheNextOnly()
    {
        _journal.Checkpoint = new StoredCheckpoint(2, BitConverter.GetBytes(2));
        _journal.Losses.AddRange([9f, 8f]);
        await _rungs.RecordAsync("s", 0, "better", loss: 0);
        await _rungs.RecordAsync("s", 1, "better", loss: 0);

        var outcome = await ExecuteInSweepAsync(epochs: 9, new Halving(2, 2), extendedFrom: 2);

        Assert.Equal(new RunHalved(4, GatedEngine.LossOf(4)), outcome);
        Assert.Equal("better", Assert.Single(_rungs.At("s", 0)).Experiment);
    }

    private Task<RunOutcome> ExecuteInSweepAsync(int epochs, Halving halving, int? extendedFrom = null)
    {
        var job = new TrainingJob(
            Guid.NewGuid(), Specs.Tutorial("a", epochs), _owner, Sweep: "s", Halving: halving, ExtendedFrom: extendedFrom);
        return _executor.ExecuteAsync(new TrainingRun(job), CancellationToken.None);
    }

    private RunExecutor Create(TimeSpan retryDelay, TimeProvider clock) => new(
        _steps,
        _journal,
        _models,
        _rungs,
        Options.Create(new RunnerOptions { CheckpointInterval = TimeSpan.Zero, RetryDelay = retryDelay }),
        clock,
        NullLogger<RunExecutor>.Instance);

    private Task<RunOutcome> ExecuteAsync(ExperimentSpec spec) => _executor.ExecuteAsync(Run(spec), CancellationToken.None);

    private TrainingRun Run(ExperimentSpec spec) => new(new TrainingJob(Guid.NewGuid(), spec, _owner));

    /// <summary>Time in which a pause lasts until the test ends it.</summary>
    private sealed class PauseClock : TimeProvider
    {
        private readonly TaskCompletionSource<TimeSpan> _pausing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Action _end = () => { };

        public Task<TimeSpan> Pausing => _pausing.Task;

        public void EndPause() => _end();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _end = () => callback(state);
            _pausing.TrySetResult(dueTime);
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }
    }

    private sealed class RecordingOwner : IRunOwner
    {
        public string? Fence { get; set; } = MemoryJournal.OwnersFence;

        public Exception? Refusal { get; set; }

        public Task<string?> BeginAsync() => Refusal is null ? Task.FromResult(Fence) : Task.FromException<string?>(Refusal);

        public Task ConcludeAsync(RunOutcome outcome) => Task.CompletedTask;
    }

    private sealed class MemoryJournal : ITrainingJournal
    {
        public const string OwnersFence = "1";

        public string Fence { get; set; } = OwnersFence;

        public StoreException? Refusal { get; set; }

        public StoredCheckpoint? Checkpoint { get; set; }

        public List<float> Losses { get; } = [];

        public Task<bool> SaveAsync(TrainingProgress progress, CancellationToken cancellationToken = default)
        {
            if (Refusal is not null)
            {
                return Task.FromException<bool>(Refusal);
            }

            if (progress.Fence.ETag != Fence)
            {
                return Task.FromResult(false);
            }

            Assert.Equal(Losses.Count, progress.FirstEpoch);
            Losses.AddRange(progress.Losses);
            Checkpoint = progress.Checkpoint is { } checkpoint ? new StoredCheckpoint(progress.Epoch, checkpoint) : Checkpoint;
            return Task.FromResult(true);
        }

        public Task<StoredCheckpoint?> FindCheckpointAsync(string experiment, CancellationToken cancellationToken = default) =>
            Task.FromResult(Checkpoint);

        public Task<float[]> ReadLossesAsync(
            string experiment, int from = 0, int until = int.MaxValue, CancellationToken cancellationToken = default) =>
            Task.FromResult(Losses.Take(until).Skip(from).ToArray());
    }

    private sealed class CountingModels(MemoryJournal journal) : PublishingModels
    {
        public int Published { get; private set; }

        public int EpochsSavedAtPublication { get; private set; }

        /// <summary>Whether the run is taken over after its last save.</summary>
        public bool IsTakenOver { get; set; }

        public override async Task<ModelVersion?> PublishAsync(ModelDraft draft, TrainingProgress last, CancellationToken cancellationToken = default)
        {
            Assert.Equal(new GrainFence(ExperimentState.Name, draft.Model, MemoryJournal.OwnersFence), last.Fence);
            if (IsTakenOver || !await journal.SaveAsync(last, cancellationToken))
            {
                return null;
            }

            Published++;
            EpochsSavedAtPublication = journal.Checkpoint?.Epoch ?? 0;
            return new ModelVersion(draft.Model, Published, Published, DateTimeOffset.UnixEpoch, draft.Manifest);
        }
    }
}
