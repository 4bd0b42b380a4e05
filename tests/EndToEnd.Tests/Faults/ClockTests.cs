using System.Net;

namespace Distributed.EndToEnd.Tests.Faults;

/// <summary>A clock that somebody sets.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task ClockJumpsByHours_ThereAndBack_NothingStops()
    {
        await using var system = await FaultySystem.StartAsync();
        var round = 0;
        foreach (var shift in new[] { 0, 5, -5, 0 })
        {
            system.Faults.ShiftClock(TimeSpan.FromHours(shift));
            foreach (var i in Enumerable.Range(0, 4))
            {
                Assert.Equal((HttpStatusCode.Created, null), await system.SubmitAsync($"round-{round}-{i}"));
            }

            await system.WaitForTrainingAsync();
            round++;
        }

        await system.WaitForAllAsync(round * 4);
        await system.WaitForPredictionAsync($"round-{round - 1}-3");
        await system.WaitForHealthAsync("Healthy");
        Assert.Equal(await system.GetLossesAsync("round-0-0"), await system.GetLossesAsync("round-2-3"));
        system.AssertStoreIsWhole();
    }
}
