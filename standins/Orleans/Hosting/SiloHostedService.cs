using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Lifecycle;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>Starts and stops a silo with its host, after the configuration was found good.</summary>
internal sealed partial class SiloHostedService : IHostedService
{
    private readonly SiloLifecycle _lifecycle;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private Task? _stop;

    public SiloHostedService(
        IEnumerable<IConfigurationValidator> validators, SiloLifecycle lifecycle, IServiceProvider services, ILogger<SiloHostedService> logger)
    {
        foreach (var validator in validators)
        {
            validator.ValidateConfiguration();
        }

        _lifecycle = lifecycle;
        _logger = logger;

        // Participants may need what validation has just found to be there.
        var participants = (IEnumerable<ILifecycleParticipant<ISiloLifecycle>>)services.GetService(
            typeof(IEnumerable<ILifecycleParticipant<ISiloLifecycle>>))!;
        foreach (var participant in participants)
        {
            participant.Participate(lifecycle);
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        LogStarting();
        await _lifecycle.OnStart(cancellationToken);
        LogStarted();
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        // A host may be stopped from two sides: the second waits for what the first does.
        lock (_gate)
        {
            return _stop ??= StopOnceAsync(cancellationToken);
        }
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        LogStopping();
        await _lifecycle.OnStop(cancellationToken);
        LogStopped();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Starting Orleans Silo.")]
    private partial void LogStarting();

    [LoggerMessage(Level = LogLevel.Information, Message = "Orleans Silo started.")]
    private partial void LogStarted();

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping Orleans Silo")]
    private partial void LogStopping();

    [LoggerMessage(Level = LogLevel.Information, Message = "Orleans Silo stopped.")]
    private partial void LogStopped();
}
