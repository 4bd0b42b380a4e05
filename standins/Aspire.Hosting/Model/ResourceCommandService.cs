using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What can be done to a running or ended resource: start, stop and restart it, here and on the dashboard.</summary>
public class ResourceCommandService
{
    private readonly DistributedApplicationModel _model;
    private readonly ProcessRunner _processes;
    private readonly ResourceNotificationService _notifications;

    internal ResourceCommandService(DistributedApplicationModel model, ProcessRunner processes, ResourceNotificationService notifications) =>
        (_model, _processes, _notifications) = (model, processes, notifications);

    /// <param name="resourceId">An instance's id, or a resource's name where it has only one instance.</param>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        var instances = _model.Resources.SelectMany(r => r.Instances()).ToList();
        var instance = instances.Find(i => i.Name == resourceId)
            ?? instances.FirstOrDefault(i => i.Resource.Name == resourceId && i.Resource.Instances().Count == 1);
        if (instance?.Resource is not (ExecutableResource or ProjectResource))
        {
            return new() { Success = false, Message = $"Resource '{resourceId}' not found." };
        }

        if (commandName != KnownResourceCommands.StartCommand && Runs(instance))
        {
            await SetStateAsync(instance, KnownResourceStates.Stopping).ConfigureAwait(false);
            await _processes.StopAsync(instance, cancellationToken).ConfigureAwait(false);
        }

        if (commandName != KnownResourceCommands.StopCommand && !Runs(instance))
        {
            await SetStateAsync(instance, KnownResourceStates.Starting).ConfigureAwait(false);
            await _processes.StartAgainAsync(instance, cancellationToken).ConfigureAwait(false);
        }

        return new() { Success = true };
    }

    private bool Runs(ResourceInstance instance) => _notifications.Find(instance.Name)?.State?.Text == KnownResourceStates.Running;

    private Task SetStateAsync(ResourceInstance instance, string state) =>
        _notifications.PublishUpdateAsync(instance.Resource, instance.Name, s => s with { State = state });
}

/// <summary>Whether a command was carried out, and if not, why.</summary>
public sealed class ExecuteCommandResult
{
    public required bool Success { get; init; }

    public string? Message { get; init; }
}

/// <summary>The names of the commands that every process has.</summary>
public static class KnownResourceCommands
{
    public static readonly string StartCommand = "start";
    public static readonly string StopCommand = "stop";
    public static readonly string RestartCommand = "restart";
}
