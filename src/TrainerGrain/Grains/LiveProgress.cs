using System.Runtime.CompilerServices;
using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Running;

namespace Distributed.TrainerGrain.Grains;

/// <summary>
/// What can be told of an experiment: what is durable, and what its run in progress knows beyond that. It is asked also while the grain
/// waits for the store to take a new state, which is not to be told before.
/// </summary>
internal sealed class LiveProgress(ITrainingJournal journal)
{
    private readonly Pulse _changed = new();
    private ExperimentView? _stored;

    /// <summary>The run in progress, if any.</summary>
    public TrainingRun? Run { get; set; }

    /// <summary>The stored view, as far along as the run; null before the first start.</summary>
    public ExperimentView? View => Run?.Progress is { Epoch: > 0 } progress
        ? _stored! with { Epoch = progress.Epoch, Loss = progress.Loss }
        : _stored;

    /// <summary>Takes what is durable now, and tells those who watch; null when there is no experiment.</summary>
    public void Show(ExperimentView? stored)
    {
        _stored = stored;
        Signal();
    }

    /// <summary>Tells those who watch that another run is in progress.</summary>
    public void Signal() => _changed.Signal();

    /// <summary>Every loss from an epoch on, counted from 0: those in the journal and those not saved yet.</summary>
    public async Task<float[]> ReadLossesAsync(int from)
    {
        if (_stored is not { Id: var experiment })
        {
            return [];
        }

        // The run's tail is taken before the journal is read: a save in between moves losses from the one into the other.
        var progress = Run?.Progress ?? RunProgress.None;
        var saved = await journal.ReadLossesAsync(experiment, from, progress.Epoch > 0 ? progress.SavedEpochs : int.MaxValue);
        return [.. saved, .. progress.Unsaved.Skip(Math.Max(0, from - progress.SavedEpochs))];
    }

    /// <summary>What happens from now on, starting with the losses after <paramref name="epoch"/>, until the experiment ends.</summary>
    public async IAsyncEnumerable<ExperimentProgress> WatchAsync(int epoch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (_stored is not null)
        {
            // Both signals are taken before the look, so that nothing between the look and the wait is missed.
            var changed = _changed.Next;
            var progressed = Run?.Progressed.Next ?? changed;
            var view = View!;
            var losses = await ReadLossesAsync(epoch);
            yield return new ExperimentProgress(view, epoch, losses);
            epoch += losses.Length;
            if (view.Phase.IsFinal())
            {
                yield break;
            }

            await Task.WhenAny(changed, progressed).WaitAsync(cancellationToken);
        }
    }
}
