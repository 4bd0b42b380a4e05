using System.Diagnostics;

namespace Distributed.EndToEnd.Tests;

/// <summary>Waits for what another process does, which only looking can tell.</summary>
internal static class Until
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public static Task TrueAsync(Func<bool> condition, TimeSpan patience, Func<string> otherwise) =>
        TrueAsync(() => Task.FromResult(condition()), patience, otherwise);

    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan patience, Func<string> otherwise)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Interval);
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < patience, otherwise());
            await timer.WaitForNextTickAsync();
        }
    }
}
