using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Distributed.Store;

/// <summary>Opens the store before other hosted services start and closes it after they have stopped.</summary>
internal sealed partial class StoreLifetime(StoreDatabase database, ILogger<StoreLifetime> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await database.OpenAsync(cancellationToken);
        database.Writes.Changed += LogCondition;
        LogOpened(database.Name);
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await database.DisposeAsync();
        LogClosed(database.Name);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void LogCondition(StoreException? fault)
    {
        if (fault is null)
        {
            LogWritable(database.Name);
        }
        else
        {
            LogNotWritable(fault.Message);
        }
    }

    [LoggerMessage(3000, LogLevel.Information, "Opened the store {Store}")]
    private partial void LogOpened(string store);

    [LoggerMessage(3001, LogLevel.Information, "Closed the store {Store}")]
    private partial void LogClosed(string store);

    [LoggerMessage(3002, LogLevel.Warning, "Writes fail, and are tried again: {Reason}")]
    private partial void LogNotWritable(string reason);

    [LoggerMessage(3003, LogLevel.Information, "The store {Store} takes writes again")]
    private partial void LogWritable(string store);
}
