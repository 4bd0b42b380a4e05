using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Executable = Aspire.Hosting.Dcp.DcpObject<Aspire.Hosting.Dcp.ExecutableSpec, Aspire.Hosting.Dcp.ExecutableStatus>;

namespace Aspire.Hosting.Orchestration;

/// <summary>Follows what the orchestrator says of its processes and keeps the resources' snapshots in step.</summary>
internal sealed class ProcessWatcher(DcpHost dcp, DistributedApplicationModel model, ResourceNotificationService notifications)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var instances = model.Resources.SelectMany(r => r.Instances()).ToDictionary(i => i.Name);
        await foreach (var change in dcp.Client.WatchAsync<Executable>("executables", cancellationToken).ConfigureAwait(false))
        {
            if (change.Type is "ADDED" or "MODIFIED" && instances.TryGetValue(change.Object.Metadata.Name, out var instance))
            {
                await notifications.PublishUpdateAsync(instance.Resource, instance.Name, s => Apply(s, change.Object)).ConfigureAwait(false);
            }
        }
    }

    private static CustomResourceSnapshot Apply(CustomResourceSnapshot snapshot, Executable executable)
    {
        var status = executable.Status;
        if (string.IsNullOrEmpty(status?.State))
        {
            return snapshot;
        }

        var running = status.State == KnownResourceStates.Running;
        return snapshot with
        {
            State = status.State == ExecutableStates.Terminated ? KnownResourceStates.Exited : status.State,
            ExitCode = status.ExitCode,
            CreationTimeStamp = executable.Metadata.CreationTimestamp?.ToUniversalTime(),
            StartTimeStamp = status.StartupTimestamp?.ToUniversalTime(),
            StopTimeStamp = status.FinishTimestamp?.ToUniversalTime(),
            EnvironmentVariables = GetEnvironment(executable),
            Properties = GetProperties(snapshot.Properties, executable),
            Urls = [.. snapshot.Urls.Select(u => u with { IsInactive = !running })],
        };
    }

    private static ImmutableArray<EnvironmentVariableSnapshot> GetEnvironment(Executable executable)
    {
        var specified = executable.Spec.Env.Select(v => v.Name).ToHashSet();
        return [.. (executable.Status?.EffectiveEnv ?? [])
            .Select(v => new EnvironmentVariableSnapshot(v.Name, v.Value, specified.Contains(v.Name)))
            .OrderBy(v => v.Name, StringComparer.Ordinal)];
    }

    private static ImmutableArray<ResourcePropertySnapshot> GetProperties(
        ImmutableArray<ResourcePropertySnapshot> properties,
        Executable executable)
    {
        ResourcePropertySnapshot[] current =
        [
            new("executable.path", executable.Spec.ExecutablePath),
            new("executable.workDir", executable.Spec.WorkingDirectory),
            new("executable.args", executable.Status?.EffectiveArgs ?? executable.Spec.Args) { IsSensitive = true },
            new("executable.pid", executable.Status?.Pid),
        ];
        return [.. properties.Where(p => current.All(c => c.Name != p.Name)), .. current];
    }
}
