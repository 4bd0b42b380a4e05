using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dcp;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Brings the whole model up in the order that the resources ask for, and down again.</summary>
internal sealed partial class Orchestrator(
    DistributedApplicationModel model,
    DashboardHost dashboard,
    DcpHost dcp,
    EndpointAllocator endpoints,
    ResourceDependencies dependencies,
    ProcessRunner processes,
    ProcessWatcher watcher,
    ResourceHealthMonitor health,
    ResourceLogs logs,
    ResourceNotificationService notifications,
    ILogger<Orchestrator> logger) : IHostedService, IDisposable
{
    private const int SuffixLength = 8;

    private readonly CancellationTokenSource _stopping = new();
    private Task _background = Task.CompletedTask;
    private int _stopped;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await dashboard.AddToModelAsync(cancellationToken).ConfigureAwait(false);
        NameInstances();
        await dcp.StartAsync(cancellationToken).ConfigureAwait(false);
        await endpoints.AllocateAllAsync(cancellationToken).ConfigureAwait(false);
        foreach (var resource in model.Resources)
        {
            await notifications.PublishUpdateAsync(resource, s => CreateInitial(s, resource)).ConfigureAwait(false);
        }

        _background = FollowAsync(_stopping.Token);
        await Task.WhenAll(model.Resources.Select(r => StartAsync(r, cancellationToken))).ConfigureAwait(false);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _background.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await dcp.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>An application that can no longer be watched goes on; what it looks like stays as it was last seen.</summary>
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var task in Task.WhenEach(
                watcher.RunAsync(cancellationToken),
                health.RunAsync(cancellationToken),
                dashboard.AnnounceAsync(cancellationToken),
                logs.ForwardAsync(cancellationToken)).ConfigureAwait(false))
            {
                await task.ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogLost(exception);
        }
    }

    private void NameInstances()
    {
        foreach (var resource in model.Resources.Where(r => r is ExecutableResource or ProjectResource))
        {
            var replicas = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
            resource.Annotations.Add(new ResourceInstances([.. Enumerable.Range(0, replicas).Select(_ =>
            {
                var suffix = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz", SuffixLength);
                return new ResourceInstance(resource, $"{resource.Name}-{suffix}", suffix);
            })]));
        }
    }

    private CustomResourceSnapshot CreateInitial(CustomResourceSnapshot snapshot, IResource resource) => snapshot with
    {
        ResourceType = GetResourceType(resource),
        State = KnownResourceStates.NotStarted,
        CreationTimeStamp = DateTime.UtcNow,
        IsHidden = resource == dashboard.Resource,
        Urls = ResourceUrls.Get(resource),
        Properties = [.. resource.Annotations.OfType<IProjectMetadata>().Select(p => new ResourcePropertySnapshot("project.path", p.ProjectPath))],
    };

    private static string GetResourceType(IResource resource) => resource switch
    {
        ProjectResource => "Project",
        ExecutableResource => "Executable",
        IResourceWithConnectionString => "ConnectionString",
        _ => "Parameter",
    };

    private async Task StartAsync(IResource resource, CancellationToken cancellationToken)
    {
        try
        {
            await (resource is ExecutableResource or ProjectResource
                ? StartProcessesAsync(resource, cancellationToken)
                : PublishValueAsync(resource, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logs.Write(resource, $"Failed to create resource {resource.Name}: {exception}", isError: true);
            await notifications.PublishUpdateAsync(resource, s => s with
            {
                State = new(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error),
            }).ConfigureAwait(false);
        }
    }

    private async Task StartProcessesAsync(IResource resource, CancellationToken cancellationToken)
    {
        var checks = resource.Annotations.OfType<HttpHealthCheck>().Select(c => new HealthReportSnapshot(c.Key, null, null, null));
        await notifications.PublishUpdateAsync(
            resource, s => s with { State = KnownResourceStates.Starting, HealthReports = [.. checks] }).ConfigureAwait(false);
        await dependencies.WaitAsync(resource, cancellationToken).ConfigureAwait(false);
        foreach (var instance in resource.Instances())
        {
            await processes.StartAsync(instance, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PublishValueAsync(IResource resource, CancellationToken cancellationToken)
    {
        await dependencies.WaitAsync(resource, cancellationToken).ConfigureAwait(false);
        try
        {
            var value = await ((IValueProvider)resource).GetValueAsync(cancellationToken).ConfigureAwait(false);
            var name = resource is IResourceWithConnectionString ? "resource.connectionString" : "Value";
            await notifications.PublishUpdateAsync(resource, s => s with
            {
                State = new(KnownResourceStates.Running, KnownResourceStateStyles.Success),
                Properties = [new(name, value) { IsSensitive = resource is not ParameterResource { Secret: false } }],
            }).ConfigureAwait(false);
        }
        catch (MissingParameterValueException exception)
        {
            logs.Write(resource, exception.Message, isError: true);
            await notifications.PublishUpdateAsync(
                resource, s => s with { State = new(KnownResourceStates.ValueMissing, KnownResourceStateStyles.Warn) }).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The Aspire orchestrator can no longer be followed")]
    private partial void LogLost(Exception exception);
}
