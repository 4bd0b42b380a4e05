using Distributed.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Distributed.InferenceService.Serving;

/// <summary>
/// Follows the orders of publication and of changes of routes. The first pass ends before the service listens, so a store that cannot be
/// read stops the start; later faults are logged and what is loaded goes on answering.
/// </summary>
public sealed partial class ModelFollower(
    IModelStore store,
    IRouteStore routes,
    ModelCatalog catalog,
    VersionLoads loads,
    ChangeOvers changes,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<ModelFollower> logger) : BackgroundService
{
    private const int PageSize = 1_000;
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private long _sequence;
    private long _revision;
    private volatile string? _fault;

    /// <summary>Why the store could not be read lately; null when it could.</summary>
    public string? Fault => _fault;

    /// <summary>Reads the whole index, then begins to follow.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await CatchUpAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await store.WaitForChangeAsync(stoppingToken);
                await CatchUpAsync(stoppingToken);
                FollowExcused();
                _fault = null;
            }
            catch (Exception exception)
            {
                Note(exception, stoppingToken);
                await Task.Delay(PauseAfterFault, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void FollowExcused()
    {
        while (loads.TryTakeExcused(out var model))
        {
            _ = changes.FollowAsync(model, lifetime.ApplicationStopping);
        }
    }

    // Whatever it is: to predict on with what is loaded is better than to end.
    private void Note(Exception exception, CancellationToken stoppingToken)
    {
        if (!stoppingToken.IsCancellationRequested && _fault != exception.Message)
        {
            CannotRead(logger, exception.Message, exception is StoreException ? null : exception);
            _fault = exception.Message;
        }
    }

    // Routes are read before versions and followed after them: what they name was published before, so it is known by then.
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredRoutes> changed;
        do
        {
            changed = await routes.ReadAfterAsync(_revision, PageSize, cancellationToken);
            await CatchUpVersionsAsync(cancellationToken);
            TakeIn(changed);
            _revision = changed.Count > 0 ? changed[^1].Revision : _revision;
        }
        while (changed.Count == PageSize);
    }

    private async Task CatchUpVersionsAsync(CancellationToken cancellationToken)
    {
        for (var page = await ReadAsync(cancellationToken); page.Count > 0; page = await ReadAsync(cancellationToken))
        {
            foreach (var published in page.GroupBy(published => published.Model, published => published.Version))
            {
                _ = changes.FollowAsync(catalog.Add(published.Key, [.. published]), lifetime.ApplicationStopping);
            }

            _sequence = page[^1].Sequence;
        }
    }

    private void TakeIn(IEnumerable<StoredRoutes> changed)
    {
        foreach (var stored in changed)
        {
            if (catalog.TryFind(stored.Model, out var model))
            {
                model.Want(stored);
                _ = changes.FollowAsync(model, lifetime.ApplicationStopping);
            }
        }
    }

    private Task<IReadOnlyList<Publication>> ReadAsync(CancellationToken cancellationToken) =>
        store.ReadAfterAsync(_sequence, PageSize, cancellationToken);

    [LoggerMessage(2010, LogLevel.Warning, "Cannot read what was published; the loaded models go on answering: {Reason}")]
    private static partial void CannotRead(ILogger logger, string reason, Exception? unexpected);
}
