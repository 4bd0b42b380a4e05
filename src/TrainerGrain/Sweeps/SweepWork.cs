using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Orleans.Storage;

namespace Distributed.TrainerGrain.Sweeps;

/// <summary>
/// What a sweep does to its experiments, a portion at a time. The catalog alone tells where they stand, so nothing is lost with a silo: each
/// portion begins with a look, and doing one twice changes nothing.
/// </summary>
/// <param name="sweep">What to make.</param>
/// <param name="silo">What sweeps share.</param>
/// <param name="experiments">The experiments' grains.</param>
/// <param name="record">Makes a state durable.</param>
/// <param name="etag">The ETag of the state that was made durable last.</param>
internal sealed class SweepWork(
    SweepSpec sweep, SweepServices silo, ExperimentCalls experiments, Func<SweepState, Task> record, Func<string> etag)
{
    private const int Batch = 1000;

    private static readonly ExperimentPhase[] Unfinished = [ExperimentPhase.Queued, ExperimentPhase.Running];
    private static readonly ExperimentPhase[] Cancellable = [.. Unfinished, ExperimentPhase.Paused];

    private bool _wakeAgain;
    private bool _runningLow;

    /// <summary>Which of the experiments handed out are still in some silo's hands, nobody knows: all are woken once more.</summary>
    public void WakeAgain() => _wakeAgain = true;

    /// <summary>Does the next portion for a sweep that stands there; true when the one after it is not to wait.</summary>
    public async Task<bool> AdvanceAsync(SweepState state)
    {
        _runningLow = false;
        var next = state.Entry!.Phase switch
        {
            SweepPhase.Running => await RunAsync(state),
            SweepPhase.Paused => await PauseAsync(await AcceptAsync(state)),
            SweepPhase.Cancelled => await CancelAsync(state),
            _ => state,
        };
        if (next != state)
        {
            await record(next);
        }

        return next.Accepted > state.Accepted || _runningLow;
    }

    private async Task<SweepState> RunAsync(SweepState state)
    {
        state = await HandOutAsync(await AcceptAsync(state.Settled ? state : await ResumeAsync(state)));
        return await HasEndedAsync(state) ? state.End(silo.Clock.GetUtcNow()) : state;
    }

    /// <summary>Puts the next experiments into the store.</summary>
    private async Task<SweepState> AcceptAsync(SweepState state)
    {
        if (state.Accepted == sweep.Count)
        {
            return state;
        }

        var batch = NextExperiments.Of(sweep, state.Accepted, silo.Clock.GetUtcNow());
        var fence = new GrainFence(SweepState.Name, sweep.Id, etag());
        _ = await silo.States.InsertAllAsync(ExperimentState.Name, batch, fence, CancellationToken.None)
            ?? throw new InconsistentStateException($"Another activation has taken sweep '{sweep.Id}' over.");
        return state with { Accepted = state.Accepted + batch.Count };
    }

    /// <summary>Wakes as many experiments as there is room for in the window.</summary>
    private async Task<SweepState> HandOutAsync(SweepState state)
    {
        var handedOut = await CountHandedOutAsync(state);
        if (_wakeAgain)
        {
            var (first, last) = await FindFirstAsync(handedOut);
            state = await ReachAsync(state, last);

            // Only now: what failed before, such as a look into the store, leaves the request standing.
            _wakeAgain = false;
            await WakeAsync(first);
        }

        var room = silo.Options.Window - handedOut;
        while (room > 0 && await FindAsync(Unfinished, state.Reached, Math.Min(room, Batch)) is { Entries: { Count: > 0 } waiting } page)
        {
            state = await ReachAsync(state, page.Last.Sequence);
            room -= waiting.Count;
            await WakeAsync(waiting);
            _runningLow = handedOut < silo.Options.Window / 2;
        }

        return state;
    }

    /// <summary>
    /// Durable before the first of them is woken: whoever pauses the sweep knows by it which ones may be in training. One that ends between
    /// counting and listing lets another into the list that was not handed out yet.
    /// </summary>
    private async Task<SweepState> ReachAsync(SweepState state, long last)
    {
        if (last <= state.Reached)
        {
            return state;
        }

        state = state with { Reached = last };
        await record(state);
        return state;
    }

    /// <summary>Wakes experiments; should one not answer, all that are handed out are woken again, next time.</summary>
    private async Task WakeAsync(IReadOnlyList<ExperimentView> waiting) => _wakeAgain |= await experiments.WakeAsync(waiting) > 0;

    /// <summary>The first unfinished experiments in the order of acceptance, and the place of the last; those handed out come first.</summary>
    private async Task<(IReadOnlyList<ExperimentView> First, long Last)> FindFirstAsync(int count)
    {
        var found = new List<ExperimentView>();
        var last = 0L;
        for (CatalogPlace? after = default(CatalogPlace); after is { } place && found.Count < count;)
        {
            var page = await FindAsync(Unfinished, place.Sequence, Math.Min(count - found.Count, Batch));
            found.AddRange(page.Entries);
            (last, after) = (Math.Max(last, page.Last.Sequence), page.Next);
        }

        return (found, last);
    }

    private async Task<SweepState> ResumeAsync(SweepState state)
    {
        var page = await FindAsync([ExperimentPhase.Paused], 0, Batch);
        await experiments.ControlAsync(page.Entries, ExperimentVerb.Resume);
        return page.Entries.Count > 0 ? state : state with { Settled = true };
    }

    private async Task<SweepState> PauseAsync(SweepState state)
    {
        // The others are queued and stay so, but for one that a user has resumed before its turn.
        var count = await CountHandedOutAsync(state);
        var (first, _) = await FindFirstAsync(count);
        var early = (await FindAsync([ExperimentPhase.Running], state.Reached, Batch)).Entries;
        await experiments.ControlAsync([.. first, .. early], ExperimentVerb.Pause);

        return count > 0 || early.Count > 0 || state.Accepted < sweep.Count ? state : state with { Settled = true };
    }

    private async Task<SweepState> CancelAsync(SweepState state)
    {
        var page = await FindAsync(Cancellable, 0, Batch);
        await experiments.ControlAsync(page.Entries, ExperimentVerb.Cancel);
        return page.Entries.Count > 0 ? state : state.End(silo.Clock.GetUtcNow());
    }

    private async Task<bool> HasEndedAsync(SweepState state) =>
        state.Settled && state.Accepted == sweep.Count && (await FindAsync(Cancellable, 0, 1)).Entries.Count == 0;

    private Task<int> CountHandedOutAsync(SweepState state) =>
        silo.Catalog.CountUnfinishedAsync(sweep.Id, state.Reached, CancellationToken.None);

    private Task<CatalogPage> FindAsync(IReadOnlyList<ExperimentPhase> phases, long after, int limit) => silo.Catalog.ListAsync(
        new CatalogQuery { Sweep = sweep.Id, Phases = phases, After = new CatalogPlace(null, after), Limit = limit });
}
