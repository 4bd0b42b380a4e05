using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Activations;

/// <summary>Stops idle activations, and at the end of the silo all of them.</summary>
internal sealed partial class ActivationCollector(
    Catalog catalog, IOptions<GrainCollectionOptions> options, TimeProvider time, ILogger<ActivationCollector> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private ITimer? _timer;

    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(ActivationCollector), ServiceLifecycleStage.RuntimeServices, Start, Stop);
        lifecycle.Subscribe(nameof(Catalog), ServiceLifecycleStage.GrainDeactivation, _ => Task.CompletedTask, catalog.StopAsync);
    }

    public void Dispose() => _timer?.Dispose();

    private Task Start(CancellationToken token)
    {
        var period = options.Value.CollectionQuantum;
        _timer = time.CreateTimer(_ => Collect(), null, period, period);
        return Task.CompletedTask;
    }

    private Task Stop(CancellationToken token)
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    private void Collect() => _ = catalog.CollectAsync(null).ContinueWith(
        t => LogFailure(t.Exception!), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Error while collecting idle activations.")]
    private partial void LogFailure(Exception exception);
}
