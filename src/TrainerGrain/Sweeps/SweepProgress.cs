using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.Store;

namespace Distributed.TrainerGrain.Sweeps;

/// <summary>Tells how far a sweep is, how fast it goes, and when it will have ended.</summary>
internal sealed class SweepProgress(SweepServices silo)
{
    /// <summary>The rate is that of so long a time.</summary>
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    private readonly Queue<(long At, int Ended)> _samples = [];

    /// <summary>The sweep as the catalog shows it now.</summary>
    public async Task<SweepView> ViewAsync(SweepState state)
    {
        var entry = state.Entry!;
        var counts = CountsOf(state, await silo.Catalog.CountAsync(entry.Id, CancellationToken.None));
        var best = await silo.Catalog.ListAsync(new CatalogQuery { Sweep = entry.Id, Order = CatalogOrder.Loss, Limit = 1 });
        var rate = entry.EndedAt is { } ended ? AverageOf(entry, counts, ended) : Sample(counts.Ended);
        return new SweepView(
            entry.Id,
            entry.Phase,
            entry.Count,
            counts,
            best.Entries is [var first, ..] ? first : null,
            rate,
            ExpectedEnd(entry, counts, rate),
            entry.CreatedAt,
            entry.EndedAt);
    }

    /// <summary>A sweep that was accepted just now. It is told without a look into the store, whose failure would deny what is done.</summary>
    public static SweepView ViewOfNew(SweepEntry entry) => new(
        entry.Id, entry.Phase, entry.Count, new SweepCounts(entry.Count, 0, 0, 0, 0, 0), Best: null, Rate: null, ExpectedEnd: null, entry.CreatedAt, entry.EndedAt);

    private static SweepCounts CountsOf(SweepState state, IReadOnlyDictionary<ExperimentPhase, int> counts)
    {
        int Of(ExperimentPhase phase) => counts.GetValueOrDefault(phase);

        // Beside those that are still to be made, experiments that were deleted are missing in the catalog.
        var entry = state.Entry!;
        var notMade = Math.Min(entry.Count - state.Accepted, entry.Count - counts.Values.Sum());
        var waiting = entry.Phase is SweepPhase.Running or SweepPhase.Paused;
        return new SweepCounts(
            Of(ExperimentPhase.Queued) + (waiting ? notMade : 0),
            Of(ExperimentPhase.Running),
            Of(ExperimentPhase.Paused),
            Of(ExperimentPhase.Completed),
            Of(ExperimentPhase.Failed),
            Of(ExperimentPhase.Cancelled) + (waiting ? 0 : notMade));
    }

    private double? Sample(int ended)
    {
        _samples.Enqueue((silo.Clock.GetTimestamp(), ended));
        while (_samples.Count > 2 && silo.Clock.GetElapsedTime(_samples.Peek().At) > Span)
        {
            _samples.Dequeue();
        }

        var (at, before) = _samples.Peek();
        var seconds = silo.Clock.GetElapsedTime(at).TotalSeconds;
        return seconds > 0 && ended > before ? (ended - before) / seconds : null;
    }

    private static double? AverageOf(SweepEntry entry, SweepCounts counts, DateTimeOffset ended) =>
        (ended - entry.CreatedAt).TotalSeconds is > 0 and var seconds ? counts.Ended / seconds : null;

    private DateTimeOffset? ExpectedEnd(SweepEntry entry, SweepCounts counts, double? rate) =>
        entry.Phase == SweepPhase.Running && rate is { } perSecond
            ? silo.Clock.GetUtcNow() + TimeSpan.FromSeconds((entry.Count - counts.Ended) / perSecond)
            : null;
}
