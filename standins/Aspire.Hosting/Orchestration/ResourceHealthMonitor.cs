using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Asks every running resource for its health over HTTP and puts the answer into its snapshots.</summary>
internal sealed class ResourceHealthMonitor(ResourceNotificationService notifications, IHttpClientFactory http)
{
    private static readonly TimeSpan StartingInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UnhealthyInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HealthyInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var monitors = new Dictionary<IResource, CancellationTokenSource>();
        await foreach (var change in notifications.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            var isMonitored = monitors.TryGetValue(change.Resource, out var monitor);
            var runs = change.Resource.Instances().Any(i => notifications.Find(i.Name)?.State?.Text == KnownResourceStates.Running);
            if (runs && !isMonitored && change.Resource.Annotations.OfType<HttpHealthCheck>().Any())
            {
                monitors[change.Resource] = monitor = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                _ = MonitorAsync(change.Resource, monitor.Token);
            }
            else if (!runs && isMonitored)
            {
                await monitor!.CancelAsync().ConfigureAwait(false);
                monitors.Remove(change.Resource);
            }
        }
    }

    private async Task MonitorAsync(IResource resource, CancellationToken cancellationToken)
    {
        var wasHealthy = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            var reports = await Task.WhenAll(resource.Annotations.OfType<HttpHealthCheck>()
                .Select(c => CheckAsync(c, cancellationToken))).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            await notifications.PublishUpdateAsync(resource, s => s with { HealthReports = [.. reports] }).ConfigureAwait(false);
            var isHealthy = reports.All(r => r.Status == HealthStatus.Healthy);
            wasHealthy |= isHealthy;
            var pause = isHealthy ? HealthyInterval : wasHealthy ? UnhealthyInterval : StartingInterval;
            await Task.Delay(pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<HealthReportSnapshot> CheckAsync(HttpHealthCheck check, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            using var client = http.CreateClient();
            using var response = await client.GetAsync(new Uri(new Uri(check.Endpoint.Url), check.Path), timeout.Token).ConfigureAwait(false);
            return (int)response.StatusCode == check.StatusCode
                ? Report(check, HealthStatus.Healthy, null, null)
                : Report(check, HealthStatus.Unhealthy, $"The endpoint answered {(int)response.StatusCode} instead of {check.StatusCode}.", null);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return Report(check, HealthStatus.Unhealthy, $"The endpoint did not answer {check.Endpoint.Url}{check.Path}.", exception);
        }
    }

    private static HealthReportSnapshot Report(HttpHealthCheck check, HealthStatus status, string? description, Exception? exception) =>
        new(check.Key, status, description, exception?.ToString()) { LastRunAt = DateTime.UtcNow };
}
