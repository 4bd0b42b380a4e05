using System.Diagnostics;

namespace Distributed.Chaos.Tests.Support;

/// <summary>Waits for what another process does, which only looking can tell.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>False when the condition did not come true within the limit and before the end.</summary>
    public static async Task<bool> TrueAsync(Func<Task<bool>> condition, TimeSpan limit, CancellationToken end = default)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > limit || end.IsCancellationRequested)
            {
                return false;
            }

            await Passing.OfAsync(Interval, end);
        }

        return true;
    }
}
