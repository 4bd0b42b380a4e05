using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Distributed.Store;

/// <summary>Degraded while the store does not take writes: what was acknowledged is safe, what is waiting goes on by itself afterwards.</summary>
internal sealed class StoreHealthCheck(StoreDatabase database) : IHealthCheck
{
    public const string Name = "store";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(database.Writes.Fault is { } fault ? HealthCheckResult.Degraded(fault.Message) : HealthCheckResult.Healthy());
}
