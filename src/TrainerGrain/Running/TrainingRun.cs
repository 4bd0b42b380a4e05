namespace Distributed.TrainerGrain.Running;

/// <summary>One experiment in the runner's hands, from its place in the queue to its outcome.</summary>
public sealed class TrainingRun(TrainingJob job)
{
    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<RunOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;
    private Action? _withdraw;
    private volatile RunProgress _progress = RunProgress.None;

    /// <summary>What is to be trained.</summary>
    public TrainingJob Job => job;

    /// <summary>How far it is; replaced as a whole after every step.</summary>
    public RunProgress Progress => _progress;

    /// <summary>Signals every change of <see cref="Progress"/>.</summary>
    public Pulse Progressed { get; } = new();

    /// <summary>Completes when the owner wants no more steps.</summary>
    public Task StopRequested => _stop.Task;

    /// <summary>
    /// Asks for no more steps and waits for the outcome, which is <see cref="RunStopped"/> unless another came first.
    /// A run that still waits in the queue ends at once.
    /// </summary>
    public async Task<RunOutcome> StopAsync()
    {
        _stop.TrySetResult();
        if (TryTake())
        {
            _withdraw?.Invoke();
            End(new RunStopped());
        }

        return await _outcome.Task;
    }

    /// <summary>Says how the run is removed from the queue, should it be stopped there.</summary>
    internal void Queue(Action withdraw) => _withdraw = withdraw;

    /// <summary>Takes the run, to train or to end it; true for the first taker only.</summary>
    internal bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;

    internal void Advance(RunProgress progress)
    {
        _progress = progress;
        Progressed.Signal();
    }

    internal void End(RunOutcome outcome) => _outcome.TrySetResult(outcome);
}

/// <summary>How far a run is.</summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Loss">Loss of the last of them; null before the first or when it is not finite.</param>
/// <param name="Unsaved">Losses that the journal does not have yet; they are those of the last epochs done.</param>
public sealed record RunProgress(int Epoch, float? Loss, IReadOnlyList<float> Unsaved)
{
    /// <summary>Before the first step.</summary>
    public static RunProgress None { get; } = new(0, null, []);

    /// <summary>The number of epochs before the first of <see cref="Unsaved"/>.</summary>
    public int SavedEpochs => Epoch - Unsaved.Count;
}
