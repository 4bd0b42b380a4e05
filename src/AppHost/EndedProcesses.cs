using System.Globalization;

namespace Distributed.AppHost;

/// <summary>Tells the person at the console when a process ends that nobody has asked to. Aspire shows it, but does not start it again.</summary>
internal static class EndedProcesses
{
    /// <summary>Runs until it is cancelled.</summary>
    public static async Task AnnounceAsync(ResourceNotificationService notifications, CancellationToken cancellationToken)
    {
        var running = new HashSet<string>();
        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            var state = change.Snapshot.State?.Text;
            if (state == KnownResourceStates.Running)
            {
                running.Add(change.ResourceId);
            }
            else if (state == KnownResourceStates.Stopping)
            {
                running.Remove(change.ResourceId);
            }
            else if (change.Snapshot.ExitCode is { } exitCode && running.Remove(change.ResourceId))
            {
                Print(change, exitCode);
            }
        }
    }

    private static void Print(ResourceEvent change, int exitCode) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{change.ResourceId} has ended with exit code {exitCode}{(change.Snapshot.IsHidden ? "" : "; Start on the dashboard brings it back")}"));
}
