using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Distributed.InferenceService.Serving;

/// <summary>Degraded while new versions cannot be seen; the service still predicts, so never unhealthy.</summary>
internal sealed class FollowerHealthCheck(ModelFollower follower) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(follower.Fault is { } fault ? HealthCheckResult.Degraded(fault) : HealthCheckResult.Healthy());
}
