using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Sweeps;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Recovery;

/// <summary>
/// Finds the unfinished experiments and sweeps in the store and wakes them; one that is awake takes no notice. Experiments that wait for
/// their sweep's turn are left to the sweep, unless that has ended.
/// </summary>
public sealed partial class UnfinishedExperiments(
    IGrainFactory grains,
    IExperimentCatalog catalog,
    ISweepCatalog sweeps,
    IOptions<RecoveryOptions> options,
    TimeProvider clock,
    ILogger<UnfinishedExperiments> log)
{
    private const int PageLength = 500;

    /// <summary>Goes through all of them once. One that cannot be woken, or a page that cannot be read, does not keep the others waiting.</summary>
    /// <returns>How many answered and how many did not; a page that could not be read counts as one.</returns>
    public async Task<(int Woken, int Failed)> WakeAsync(CancellationToken cancellationToken)
    {
        // One trace for the whole round: a trace a call would flood the dashboard at every look.
        using var activity = TrainerTelemetry.StartRecovery();
        var (woken, failed) = (0, 0);
        foreach (var (read, wake) in Lists(cancellationToken))
        {
            for (long? after = 0; after is { } position && !cancellationToken.IsCancellationRequested;)
            {
                var page = await TryReadAsync(read, position);
                var answers = await WakeAsync(page.Found, wake, cancellationToken);
                woken += answers.Woken;
                failed += answers.Failed + (page.IsRead ? 0 : 1);
                after = page.Next;
            }
        }

        return (woken, failed);
    }

    /// <summary>What there is to wake: how to read it, page by page, and how to wake one.</summary>
    private IEnumerable<(Func<long, Task<Page>> Read, Func<Found, Task> Wake)> Lists(CancellationToken cancellationToken)
    {
        var running = new CatalogQuery { Phases = [ExperimentPhase.Running], Limit = PageLength };
        var waiting = new CatalogQuery { Phases = [ExperimentPhase.Queued], Alone = true, Limit = PageLength };
        var extended = new CatalogQuery { Phases = [ExperimentPhase.Queued, ExperimentPhase.Running], SweepEnded = true, Limit = PageLength };
        yield return (after => ReadAsync(running, after, cancellationToken), WakeExperimentAsync);
        yield return (after => ReadAsync(waiting, after, cancellationToken), WakeExperimentAsync);
        yield return (after => ReadAsync(extended, after, cancellationToken), WakeExtendedAsync);
        yield return (after => ReadSweepsAsync(after, cancellationToken), sweep => grains.GetGrain<ISweepGrain>(sweep.Id).ResumeUnfinishedAsync());
    }

    private Task WakeExperimentAsync(Found experiment) => grains.GetGrain<IExperimentGrain>(experiment.Id).ResumeUnfinishedAsync();

    /// <summary>Does what became of a user's wish to extend or to retry one whose sweep had ended, should a silo have been lost over it.</summary>
    private async Task WakeExtendedAsync(Found experiment)
    {
        // First: a sweep that runs again wakes its experiment itself should this silo be lost as well.
        await grains.GetGrain<ISweepGrain>(experiment.Sweep!).ReopenAsync();
        await WakeExperimentAsync(experiment);
    }

    private async Task<Page> ReadAsync(CatalogQuery query, long after, CancellationToken cancellationToken)
    {
        var page = await catalog.ListAsync(query with { After = new CatalogPlace(null, after) }, cancellationToken);
        return new Page([.. page.Entries.Select(entry => new Found(entry.Id, entry.Sweep))], page.Next?.Sequence);
    }

    private async Task<Page> ReadSweepsAsync(long after, CancellationToken cancellationToken)
    {
        var query = new SweepQuery { Phases = [SweepPhase.Running, SweepPhase.Paused, SweepPhase.Cancelled], After = after, Limit = PageLength };
        var page = await sweeps.ListAsync(query, cancellationToken);
        return new Page([.. page.Entries.Where(entry => entry.EndedAt is null).Select(entry => new Found(entry.Id, Sweep: null))], page.Next);
    }

    private async Task<Page> TryReadAsync(Func<long, Task<Page>> read, long after)
    {
        try
        {
            return await read(after);
        }
#pragma warning disable CA1031 // Whatever kept the page from being read, trying again later is the answer.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogNotRead(exception);
            return new Page([], null) { IsRead = false };
        }
    }

    private async Task<(int Woken, int Failed)> WakeAsync(IReadOnlyList<Found> all, Func<Found, Task> wake, CancellationToken cancellationToken)
    {
        var failed = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Value.Concurrency };
        await Parallel.ForEachAsync(all, parallel, async (found, _) =>
        {
            if (cancellationToken.IsCancellationRequested || !await TryWakeAsync(found, wake))
            {
                Interlocked.Increment(ref failed);
            }
        });
        return (all.Count - failed, failed);
    }

    private async Task<bool> TryWakeAsync(Found found, Func<Found, Task> wake)
    {
        try
        {
            await wake(found).WaitAsync(options.Value.WakeTimeout, clock);
            return true;
        }
#pragma warning disable CA1031 // Whatever kept it from waking, trying again later is the answer; waking is idempotent.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotWoken(exception, found.Id);
            return false;
        }
    }

    [LoggerMessage(1103, LogLevel.Debug, "{Id} could not be woken")]
    private partial void LogNotWoken(Exception exception, string id);

    [LoggerMessage(1104, LogLevel.Warning, "The store did not tell what is unfinished")]
    private partial void LogNotRead(Exception exception);

    private sealed record Page(IReadOnlyList<Found> Found, long? Next)
    {
        public bool IsRead { get; init; } = true;
    }

    /// <summary>An experiment and its sweep, if any, or a sweep.</summary>
    private readonly record struct Found(string Id, string? Sweep);
}
