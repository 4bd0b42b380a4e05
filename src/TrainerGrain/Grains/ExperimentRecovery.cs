using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Running;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Grains;

/// <summary>When a silo comes up, wakes every experiment that is not finished: nobody else might ever call it again.</summary>
public sealed partial class ExperimentRecovery(
    IGrainFactory grains, IExperimentCatalog catalog, IOptions<RunnerOptions> options, TimeProvider clock, ILogger<ExperimentRecovery> log)
    : BackgroundService
{
    private const int PageLength = 500;
    private static readonly ExperimentPhase[] Unfinished = [ExperimentPhase.Queued, ExperimentPhase.Running];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var recovered = 0;
        for (long? after = 0; after is { } position && !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                var page = await catalog.ListAsync(
                    new CatalogQuery { Phases = Unfinished, After = position, Limit = PageLength }, stoppingToken);
                await Task.WhenAll(page.Entries.Select(entry => grains.GetGrain<IExperimentGrain>(entry.Id).ResumeUnfinishedAsync()));
                recovered += page.Entries.Count;
                after = page.Next;
            }
#pragma warning disable CA1031 // Whatever kept this page from waking, trying the page again is the answer; waking is idempotent.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogNotRecovered(exception, options.Value.RetryDelay);
                await Task.Delay(options.Value.RetryDelay, clock, stoppingToken);
            }
        }

        LogRecovered(recovered);
    }

    [LoggerMessage(1101, LogLevel.Information, "Unfinished experiments found in the store and resumed: {Count}")]
    private partial void LogRecovered(int count);

    [LoggerMessage(1102, LogLevel.Warning, "Unfinished experiments could not be resumed; trying again in {Delay}")]
    private partial void LogNotRecovered(Exception exception, TimeSpan delay);
}
