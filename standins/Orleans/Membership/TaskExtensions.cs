namespace Orleans.Membership;

/// <summary>Waiting that ends quietly.</summary>
internal static class TaskExtensions
{
    /// <summary>The next tick; false when the timer or <paramref name="token"/> has ended.</summary>
    public static async ValueTask<bool> NextAsync(this PeriodicTimer timer, CancellationToken token)
    {
        try
        {
            return await timer.WaitForNextTickAsync(token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Lets a task go on whose failure it has told by itself.</summary>
    public static void Ignore(this Task task) => _ = task.ContinueWith(
        static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
