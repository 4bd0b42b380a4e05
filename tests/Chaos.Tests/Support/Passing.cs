namespace Distributed.Chaos.Tests.Support;

/// <summary>Lets time pass. A schedule of faults is made of points in time and lengths; nothing here waits for another to be done.</summary>
internal static class Passing
{
    private static readonly TimeSpan LeastOfATimer = TimeSpan.FromMilliseconds(1);

    /// <summary>Returns after the time, or at the end when that comes first; what no timer can measure is over at once.</summary>
    public static async Task OfAsync(TimeSpan time, CancellationToken end = default)
    {
        if (time >= LeastOfATimer)
        {
            using var timer = new PeriodicTimer(time);
            Task tick = timer.WaitForNextTickAsync(end).AsTask();
            await tick.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
