using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Holds a resource back until those that it waits for are healthy.</summary>
internal sealed class ResourceDependencies(ResourceNotificationService notifications, ResourceLogs logs)
{
    /// <exception cref="DistributedApplicationException">One of them cannot come up, and the wait was to stop then.</exception>
    public async Task WaitAsync(IResource resource, CancellationToken cancellationToken)
    {
        var dependencies = resource.Annotations.OfType<WaitDependency>().Where(w => w.Resource is not ParameterResource).ToList();
        if (dependencies.Count == 0)
        {
            return;
        }

        await notifications.PublishUpdateAsync(resource, s => s with { State = KnownResourceStates.Waiting }).ConfigureAwait(false);
        foreach (var dependency in dependencies)
        {
            logs.Write(resource, $"Waiting for resource '{dependency.Resource.Name}' to become healthy.");
        }

        await Task.WhenAll(dependencies.SelectMany(d => d.Resource.Instances()
            .Select(i => WaitForAsync(resource, i, d.Behavior, cancellationToken)))).ConfigureAwait(false);
        await notifications.PublishUpdateAsync(resource, s => s with { State = KnownResourceStates.Starting }).ConfigureAwait(false);
    }

    private async Task WaitForAsync(IResource resource, ResourceInstance dependency, WaitBehavior? behavior, CancellationToken cancellationToken)
    {
        var stops = (behavior ?? notifications.DefaultWaitBehavior) == WaitBehavior.StopOnResourceUnavailable;
        var reached = await notifications.WaitForResourceAsync(
            dependency.Resource.Name,
            e => e.ResourceId == dependency.Name
                && (e.Snapshot.HealthStatus == HealthStatus.Healthy || (stops && ResourceNotificationService.IsUnavailable(e.Snapshot))),
            cancellationToken).ConfigureAwait(false);
        if (reached.Snapshot.HealthStatus != HealthStatus.Healthy)
        {
            throw new DistributedApplicationException(
                $"Resource '{resource.Name}' stopped waiting for dependency resource '{dependency.Resource.Name}' because it " +
                $"entered the '{reached.Snapshot.State?.Text}' state.");
        }

        logs.Write(resource, $"Finished waiting for resource '{dependency.Resource.Name}'.");
    }
}
