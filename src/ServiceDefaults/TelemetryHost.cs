using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Distributed.ServiceDefaults;

/// <summary>Makes the providers listen from the start of the service, and send what they still hold when it stops.</summary>
internal sealed class TelemetryHost(TracerProvider traces, MeterProvider metrics) : IHostedService
{
    private const int FlushMilliseconds = 2_000;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => traces.ForceFlush(FlushMilliseconds), cancellationToken),
        Task.Run(() => metrics.ForceFlush(FlushMilliseconds), cancellationToken));
}
