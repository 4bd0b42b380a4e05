using System.Collections.Concurrent;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.Store;
using Distributed.TrainerGrain.Running;
using Distributed.TrainerGrain.Training;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Tests.Support;

/// <summary>A runner with its threads, whose store is this object and whose owners agree to everything.</summary>
internal sealed class RunnerInMemory : IAsyncDisposable
{
    private readonly ComputeThreads _threads;
    private readonly TrainingRunner _runner;
    private readonly Journal _journal = new();
    private readonly Models _models;

    public RunnerInMemory(ITrainingEngine engine, RunnerOptions options)
    {
        _threads = new ComputeThreads(options.Threads);
        _models = new Models(_journal);
        var steps = new StackedSteps(engine, _threads, Options.Create(options), TimeProvider.System);
        var executor = new RunExecutor(
            steps, _journal, _models, Rungs, Options.Create(options), TimeProvider.System, NullLogger<RunExecutor>.Instance);
        _runner = new TrainingRunner(executor, Options.Create(options), TimeProvider.System, NullLogger<TrainingRunner>.Instance);
    }

    public RungsInMemory Rungs { get; } = new();

    /// <summary>The experiment whose every save the store refuses.</summary>
    public string? Refused
    {
        get => _journal.Refused;
        set => _journal.Refused = value;
    }

    public Task StartAsync() => _runner.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _runner.StopAsync(CancellationToken.None);
        _runner.Dispose();
        _threads.Dispose();
    }

    /// <summary>Queues an experiment; the task is its outcome when it comes to one by itself.</summary>
    public (TrainingRun Run, Task<RunOutcome> Outcome) Enqueue(
        ExperimentSpec spec, string? sweep = null, RunPriority priority = RunPriority.Normal, Halving? halving = null)
    {
        var owner = new Owner();
        return (_runner.Enqueue(new TrainingJob(Guid.NewGuid(), spec, owner, default, sweep, priority, halving)), owner.Outcome);
    }

    /// <summary>The outcome of an experiment that is trained now.</summary>
    public Task<RunOutcome> TrainAsync(ExperimentSpec spec, string? sweep = null) => Enqueue(spec, sweep).Outcome.WaitAsync(Patience.Limit);

    /// <summary>All losses that were saved.</summary>
    public float[] Losses(string experiment) => _journal.Of(experiment).Losses;

    public byte[]? Checkpoint(string experiment) => _journal.Of(experiment).Checkpoint?.Data;

    /// <summary>The model; null when none was published.</summary>
    public byte[]? Onnx(string experiment) => _models.Onnx.GetValueOrDefault(experiment);

    private sealed class Owner : IRunOwner
    {
        private readonly TaskCompletionSource<RunOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<RunOutcome> Outcome => _outcome.Task;

        public Task<string?> BeginAsync() => Task.FromResult<string?>("1");

        public Task ConcludeAsync(RunOutcome outcome)
        {
            _outcome.SetResult(outcome);
            return Task.CompletedTask;
        }
    }

    private sealed class Journal : ITrainingJournal
    {
        private readonly ConcurrentDictionary<string, Saved> _saved = new();

        public string? Refused { get; set; }

        public Saved Of(string experiment) => _saved.GetValueOrDefault(experiment) ?? new Saved([], null);

        public async Task<bool> SaveAsync(TrainingProgress progress, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            var experiment = progress.Fence.Key;
            if (experiment == Refused)
            {
                throw new StoreException(StoreFault.Full, "The disk is full.");
            }

            var before = Of(experiment);
            Assert.Equal(before.Losses.Length, progress.FirstEpoch);
            _saved[experiment] = new Saved(
                [.. before.Losses, .. progress.Losses],
                progress.Checkpoint is { } checkpoint ? new StoredCheckpoint(progress.Epoch, checkpoint) : before.Checkpoint);
            return true;
        }

        public Task<StoredCheckpoint?> FindCheckpointAsync(string experiment, CancellationToken cancellationToken = default) =>
            Task.FromResult(Of(experiment).Checkpoint);

        public Task<float[]> ReadLossesAsync(
            string experiment, int from = 0, int until = int.MaxValue, CancellationToken cancellationToken = default) =>
            Task.FromResult(Of(experiment).Losses.Take(until).Skip(from).ToArray());

        internal sealed record Saved(float[] Losses, StoredCheckpoint? Checkpoint);
    }

    private sealed class Models(Journal journal) : PublishingModels
    {
        public ConcurrentDictionary<string, byte[]> Onnx { get; } = new();

        public override async Task<ModelVersion?> PublishAsync(
            ModelDraft draft, TrainingProgress last, CancellationToken cancellationToken = default)
        {
            await journal.SaveAsync(last, cancellationToken);
            Onnx[last.Fence.Key] = draft.Onnx;
            return new ModelVersion(draft.Model, 1, 1, DateTimeOffset.UnixEpoch, draft.Manifest);
        }
    }
}
