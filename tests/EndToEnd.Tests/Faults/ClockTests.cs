namespace Distributed.EndToEnd.Tests.Faults;

/// <summary>A clock that is set while the services run.</summary>
[Collection(nameof(FaultySystem))]
public sealed class ClockTests(FaultySystem system)
{
    [Fact]
    public async Task ClockJumps_BackByMinutesAndAheadByHours_NothingStops()
    {
        var ids = new List<string>();

        // Further back than the age at which Orleans collects idle grains, a quarter of an hour, it would activate none until the time has
        // come again; so the last shift stays.
        foreach (var minutes in new[] { 0, 10, 0, -10, 300 })
        {
            system.Faults.ShiftClock(TimeSpan.FromMinutes(minutes));
            foreach (var name in new[] { "one", "two" })
            {
                ids.Add($"clock-{ids.Count}-{name}");
                await system.StartExperimentAsync(ids[^1]);
            }

            await system.WaitForStartAsync(ids[^2]);
            await system.WaitForStartAsync(ids[^1]);
        }

        await system.WaitForAllAsync(ids);
        await system.WaitForPredictionAsync(ids[^1]);
        await system.WaitForHealthAsync("Healthy");
        Assert.Equal(await system.GetLossesAsync(ids[0]), await system.GetLossesAsync(ids[^3]));
        system.AssertStoreIsWhole();
    }
}
