using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Running;

namespace Distributed.TrainerGrain.Grains;

/// <summary>What a run in progress knows beyond what is stored of its experiment.</summary>
internal static class LiveProgress
{
    /// <summary>The stored view, as far along as the run.</summary>
    public static ExperimentView? Of(ExperimentView? view, TrainingRun? run) =>
        run?.Progress is { Epoch: > 0 } progress ? view! with { Epoch = progress.Epoch, Loss = progress.Loss } : view;

    /// <summary>Every loss from an epoch on, counted from 0: those in the journal and those not saved yet.</summary>
    public static async Task<float[]> ReadLossesAsync(ITrainingJournal journal, string experiment, TrainingRun? run, int from)
    {
        // The run's tail is taken before the journal is read: a save in between moves losses from the one into the other.
        var progress = run?.Progress ?? RunProgress.None;
        var saved = await journal.ReadLossesAsync(experiment, from, progress.Epoch > 0 ? progress.SavedEpochs : int.MaxValue);
        return [.. saved, .. progress.Unsaved.Skip(Math.Max(0, from - progress.SavedEpochs))];
    }
}
