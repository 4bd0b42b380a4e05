using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Knows the latest snapshot of every instance of every resource, and tells of changes.</summary>
public class ResourceNotificationService : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceEvent> _latest = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Channel<ResourceEvent>> _watchers = [];
    private readonly CancellationTokenSource _disposed = new();
    private readonly DistributedApplicationModel _model;

    internal ResourceNotificationService(DistributedApplicationModel model, DistributedApplicationOptions options)
    {
        _model = model;
        DefaultWaitBehavior = options.DisableDashboard ? WaitBehavior.StopOnResourceUnavailable : WaitBehavior.WaitOnResourceUnavailable;
    }

    /// <summary>Waiting stops when what is waited for cannot come up, unless there is a dashboard from which somebody may still help it.</summary>
    internal WaitBehavior DefaultWaitBehavior { get; }

    /// <summary>The latest snapshot of every instance, then every change.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        var channel = Channel.CreateUnbounded<ResourceEvent>();
        lock (_lock)
        {
            foreach (var resourceEvent in _latest.Values)
            {
                channel.Writer.TryWrite(resourceEvent);
            }

            _watchers.Add(channel);
        }

        try
        {
            await foreach (var resourceEvent in channel.Reader.ReadAllAsync(either.Token).ConfigureAwait(false))
            {
                yield return resourceEvent;
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(channel);
            }
        }
    }

    /// <summary>Waits for a state; without one, for Running.</summary>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [string.IsNullOrEmpty(targetState) ? KnownResourceStates.Running : targetState], cancellationToken);

    /// <returns>The state that was reached.</returns>
    public async Task<string> WaitForResourceAsync(
        string resourceName,
        IEnumerable<string> targetStates,
        CancellationToken cancellationToken = default)
    {
        var reached = await WaitForResourceAsync(
            resourceName, e => e.Snapshot.State is { } state && targetStates.Contains(state.Text), cancellationToken).ConfigureAwait(false);
        return reached.Snapshot.State!.Text;
    }

    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName,
        Func<ResourceEvent, bool> predicate,
        CancellationToken cancellationToken = default)
    {
        await foreach (var resourceEvent in WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            if (string.Equals(resourceEvent.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase) && predicate(resourceEvent))
            {
                return resourceEvent;
            }
        }

        throw new OperationCanceledException($"The wait for the resource '{resourceName}' ended before its condition was met.");
    }

    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, DefaultWaitBehavior, cancellationToken);

    /// <exception cref="DistributedApplicationException">The resource cannot become healthy, and the behaviour is to stop then.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName,
        WaitBehavior waitBehavior,
        CancellationToken cancellationToken = default)
    {
        var stops = waitBehavior == WaitBehavior.StopOnResourceUnavailable;
        if (stops && !_model.Resources.Any(r => string.Equals(r.Name, resourceName, StringComparison.OrdinalIgnoreCase)))
        {
            throw new DistributedApplicationException(
                $"Stopped waiting for resource '{resourceName}' to become healthy because it does not exist in the application model.");
        }

        var reached = await WaitForResourceAsync(
            resourceName, e => IsHealthy(e.Snapshot) || (stops && IsUnavailable(e.Snapshot)), cancellationToken).ConfigureAwait(false);
        return IsHealthy(reached.Snapshot)
            ? reached
            : throw new DistributedApplicationException(
                $"Stopped waiting for resource '{resourceName}' to become healthy because it failed to start.");
    }

    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        foreach (var instance in resource.Instances())
        {
            Publish(resource, instance.Name, stateFactory);
        }

        return Task.CompletedTask;
    }

    public Task PublishUpdateAsync(
        IResource resource,
        string resourceId,
        Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        Publish(resource, resourceId, stateFactory);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _disposed.Cancel();
        GC.SuppressFinalize(this);
    }

    internal CustomResourceSnapshot? Find(string resourceId)
    {
        lock (_lock)
        {
            return _latest.GetValueOrDefault(resourceId)?.Snapshot;
        }
    }

    internal static bool IsUnavailable(CustomResourceSnapshot snapshot) =>
        snapshot.State is { } state && (KnownResourceStates.TerminalStates.Contains(state.Text) || state.Text == KnownResourceStates.RuntimeUnhealthy);

    private static bool IsHealthy(CustomResourceSnapshot snapshot) => snapshot.HealthStatus == HealthStatus.Healthy;

    private void Publish(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        lock (_lock)
        {
            var previous = _latest.TryGetValue(resourceId, out var latest)
                ? latest.Snapshot
                : new CustomResourceSnapshot { ResourceType = "", Properties = [] };
            var resourceEvent = new ResourceEvent(resource, resourceId, stateFactory(previous));
            _latest[resourceId] = resourceEvent;
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(resourceEvent);
            }
        }
    }
}
