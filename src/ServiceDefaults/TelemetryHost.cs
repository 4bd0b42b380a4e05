using Microsoft.Extensions.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Distributed.ServiceDefaults;

/// <summary>
/// Makes the providers listen from the start of the service and, when it stops, send what they still hold. Whoever they send to
/// may be gone by then, so the time for that is bounded.
/// </summary>
internal sealed class TelemetryHost(TracerProvider traces, MeterProvider metrics, LoggerProvider logs) : IHostedService
{
    private const int ShutdownMilliseconds = 2_000;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => traces.Shutdown(ShutdownMilliseconds), cancellationToken),
        Task.Run(() => metrics.Shutdown(ShutdownMilliseconds), cancellationToken),
        Task.Run(() => logs.Shutdown(ShutdownMilliseconds), cancellationToken));
}
