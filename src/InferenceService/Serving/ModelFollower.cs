using Distributed.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Distributed.InferenceService.Serving;

/// <summary>
/// Follows the order of publication. The first pass ends before the service listens, so a store that cannot be read
/// stops the start; later faults are logged and what is loaded goes on answering.
/// </summary>
public sealed partial class ModelFollower(IModelStore store, ModelServer server, TimeProvider clock, ILogger<ModelFollower> logger)
    : BackgroundService
{
    private const int PageSize = 1_000;
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private long _sequence;
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
                _fault = null;
            }
            catch (StoreException exception)
            {
                if (_fault != exception.Message)
                {
                    CannotRead(logger, exception.Message);
                }

                _fault = exception.Message;
                await Task.Delay(PauseAfterFault, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        for (var page = await ReadAsync(cancellationToken); page.Count > 0; page = await ReadAsync(cancellationToken))
        {
            await server.TakeInAsync(page, cancellationToken);
            _sequence = page[^1].Sequence;
        }
    }

    private Task<IReadOnlyList<Publication>> ReadAsync(CancellationToken cancellationToken) =>
        store.ReadAfterAsync(_sequence, PageSize, cancellationToken);

    [LoggerMessage(2010, LogLevel.Warning, "Cannot read what was published; the loaded models go on answering: {Reason}")]
    private static partial void CannotRead(ILogger logger, string reason);
}
