using Distributed.Contracts.Sweeps;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Persistence;

namespace Distributed.TrainerGrain.Sweeps;

/// <summary>Makes the next experiments of a sweep, as many as go into the store at once.</summary>
internal static class NextExperiments
{
    /// <summary>The most of them.</summary>
    public const int MaxCount = 1000;

    /// <summary>No more are added to so many bytes: all are in memory, and no other write happens while the store takes them.</summary>
    public const int EnoughBytes = 16 << 20;

    /// <summary>The experiments from this index on, one at least; the index is not that of the sweep's end.</summary>
    public static IReadOnlyList<NewState> Of(SweepSpec sweep, int from, DateTimeOffset now)
    {
        var batch = new List<NewState>();
        for (long bytes = 0; bytes < EnoughBytes && batch.Count < MaxCount && from + batch.Count < sweep.Count;)
        {
            var state = ExperimentState.Accept(sweep, from + batch.Count, now);
            batch.Add(new NewState(StoreGrainStorage.Serialize(state), state.View!));
            bytes += batch[^1].Data.Length;
        }

        return batch;
    }
}
