using System.Diagnostics;

namespace Distributed.Tests;

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

    /// <summary>Waits until the address answers with success.</summary>
    public static Task AnswersAsync(HttpClient client, Uri address, TimeSpan patience) =>
        TrueAsync(() => SucceedsAsync(client, address), patience, () => $"{client.BaseAddress} {address} does not answer with success.");

    /// <summary>Whether the address answers with success now.</summary>
    public static async Task<bool> SucceedsAsync(HttpClient client, Uri address)
    {
        try
        {
            using var response = await client.GetAsync(address);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
