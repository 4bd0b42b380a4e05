using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Distributed.Conformance.Aspire.Worker;

/// <summary>Healthy unless started with <c>GATE=closed</c> and not opened since.</summary>
internal sealed class Gate : IHealthCheck
{
    private volatile bool _open = Environment.GetEnvironmentVariable("GATE") != "closed";

    public void Open() => _open = true;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_open ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The gate is closed."));
}
