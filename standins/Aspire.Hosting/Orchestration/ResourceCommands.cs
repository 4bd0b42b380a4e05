using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>What the dashboard can do to a resource: start, stop and restart it.</summary>
internal sealed class ResourceCommands(DistributedApplicationModel model, ProcessRunner processes, ResourceNotificationService notifications)
{
    public const string Start = "start";
    public const string Stop = "stop";
    public const string Restart = "restart";

    /// <returns>Null, or why the command was not carried out.</returns>
    public async Task<string?> ExecuteAsync(string command, string resourceId, CancellationToken cancellationToken)
    {
        var instance = model.Resources.SelectMany(r => r.Instances()).FirstOrDefault(i => i.Name == resourceId);
        if (instance?.Resource is not (ExecutableResource or ProjectResource))
        {
            return $"There is no process '{resourceId}'.";
        }

        if (command is Stop or Restart && Runs(instance))
        {
            await SetStateAsync(instance, KnownResourceStates.Stopping).ConfigureAwait(false);
            await processes.StopAsync(instance, cancellationToken).ConfigureAwait(false);
        }

        if (command is Start or Restart && !Runs(instance))
        {
            await SetStateAsync(instance, KnownResourceStates.Starting).ConfigureAwait(false);
            await processes.StartAgainAsync(instance, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private bool Runs(ResourceInstance instance) => notifications.Find(instance.Name)?.State?.Text == KnownResourceStates.Running;

    private Task SetStateAsync(ResourceInstance instance, string state) =>
        notifications.PublishUpdateAsync(instance.Resource, instance.Name, s => s with { State = state });
}
