using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Recovery;

/// <summary>Finds the unfinished experiments in the catalog and wakes them; one that is awake takes no notice.</summary>
public sealed partial class UnfinishedExperiments(
    IGrainFactory grains,
    IExperimentCatalog catalog,
    IOptions<RecoveryOptions> options,
    TimeProvider clock,
    ILogger<UnfinishedExperiments> log)
{
    private const int PageLength = 500;
    private static readonly ExperimentPhase[] Unfinished = [ExperimentPhase.Queued, ExperimentPhase.Running];

    /// <summary>Goes through the whole catalog once. One that cannot be woken, or a page that cannot be read, does not keep the others waiting.</summary>
    /// <returns>How many answered and how many did not; a page that could not be read counts as one.</returns>
    public async Task<(int Woken, int Failed)> WakeAsync(CancellationToken cancellationToken)
    {
        // One trace for the whole round: a trace a call would flood the dashboard at every look.
        using var activity = TrainerTelemetry.StartRecovery();
        var (woken, failed) = (0, 0);
        for (CatalogPlace? after = default(CatalogPlace); after is { } position && !cancellationToken.IsCancellationRequested;)
        {
            var page = await TryReadAsync(position, cancellationToken);
            var answers = await WakeAsync(page?.Entries ?? [], cancellationToken);
            woken += answers.Woken;
            failed += answers.Failed + (page is null ? 1 : 0);
            after = page?.Next;
        }

        return (woken, failed);
    }

    private async Task<CatalogPage?> TryReadAsync(CatalogPlace after, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.ListAsync(new CatalogQuery { Phases = Unfinished, After = after, Limit = PageLength }, cancellationToken);
        }
#pragma warning disable CA1031 // Whatever kept the page from being read, trying again later is the answer.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogNotRead(exception);
            return null;
        }
    }

    private async Task<(int Woken, int Failed)> WakeAsync(IReadOnlyList<ExperimentView> entries, CancellationToken cancellationToken)
    {
        var failed = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Value.Concurrency };
        await Parallel.ForEachAsync(entries, parallel, async (entry, _) =>
        {
            if (cancellationToken.IsCancellationRequested || !await TryWakeAsync(entry.Id))
            {
                Interlocked.Increment(ref failed);
            }
        });
        return (entries.Count - failed, failed);
    }

    private async Task<bool> TryWakeAsync(string experiment)
    {
        try
        {
            await grains.GetGrain<IExperimentGrain>(experiment).ResumeUnfinishedAsync().WaitAsync(options.Value.WakeTimeout, clock);
            return true;
        }
#pragma warning disable CA1031 // Whatever kept it from waking, trying again later is the answer; waking is idempotent.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotWoken(exception, experiment);
            return false;
        }
    }

    [LoggerMessage(1103, LogLevel.Debug, "Experiment {Experiment} could not be woken")]
    private partial void LogNotWoken(Exception exception, string experiment);

    [LoggerMessage(1104, LogLevel.Warning, "The store did not tell which experiments are unfinished")]
    private partial void LogNotRead(Exception exception);
}
