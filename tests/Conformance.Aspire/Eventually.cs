namespace Distributed.Conformance.Aspire;

/// <summary>Waits for what another process brings about and cannot announce.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public static Task SucceedsAsync(Func<Task<HttpResponseMessage>> send) => TrueAsync(async () =>
    {
        try
        {
            using var response = await send();
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    });

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        using var timeout = new CancellationTokenSource(ApplicationFixture.Timeout);
        using var timer = new PeriodicTimer(Interval);
        while (!await condition())
        {
            await timer.WaitForNextTickAsync(timeout.Token);
        }
    }
}
