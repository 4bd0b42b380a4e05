namespace Distributed.EndToEnd.Tests.Faults;

/// <summary>A clock that is set while the services run.</summary>
[Collection(nameof(FaultySystem))]
public sealed class ClockTests(FaultySystem system)
{
    [Fact]
    public async Task ClockJumpsByHours_ThereAndBack_NothingStops()
    {
        var ids = new List<string>();
        foreach (var shift in new[] { 0, 5, -5, 0 })
        {
            system.Faults.ShiftClock(TimeSpan.FromHours(shift));
            foreach (var name in new[] { "one", "two" })
            {
                ids.Add($"clock-{ids.Count}-{name}");
                await system.StartExperimentAsync(ids[^1]);
            }

            await system.WaitForTrainingAsync();
        }

        await system.WaitForAllAsync(ids);
        await system.WaitForPredictionAsync(ids[^1]);
        await system.WaitForHealthAsync("Healthy");
        Assert.Equal(await system.GetLossesAsync(ids[0]), await system.GetLossesAsync(ids[^3]));
        system.AssertStoreIsWhole();
    }
}
