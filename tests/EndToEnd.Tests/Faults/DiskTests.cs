namespace Distributed.EndToEnd.Tests.Faults;

/// <summary>A disk that takes no more for a while.</summary>
[Collection(nameof(FaultySystem))]
public sealed class DiskTests(FaultySystem system)
{
    private const string TriedAgain = "Writes fail, and are tried again";
    private const string TakesAgain = "takes writes again";

    [Theory]
    [InlineData("full", FaultControl.NoSpace, 0, "No space is left for the store")]
    [InlineData("broken", FaultControl.InputOutput, 0, "The disk of the store")]
    [InlineData("locked", FaultControl.ReadOnlyFileSystem, FaultControl.PermissionDenied, "cannot be written")]
    public async Task WritesFail_AnswersSaySoAndTrainingPauses_UntilTheyDoNot(string disk, int writeError, int openError, string complaint)
    {
        var served = $"{disk}-served";
        await system.StartExperimentAsync(served);
        await system.WaitForPredictionAsync(served);
        string[] disturbed = [$"{disk}-1", $"{disk}-2", $"{disk}-3", $"{disk}-4"];
        foreach (var id in disturbed)
        {
            await system.StartExperimentAsync(id);
        }

        await system.WaitForTrainingAsync();
        var (triedAgain, paused, takesAgain) =
            (system.CountInLogs(TriedAgain), system.CountInLogs(FaultySystem.Paused), system.CountInLogs(TakesAgain));
        system.Faults.AnswerOpening(openError);
        system.Faults.AnswerWrites(writeError);

        // Several, so that some of them belong to the other trainer.
        foreach (var refused in Enumerable.Range(0, 4))
        {
            await system.WaitForRefusalAsync($"{disk}-refused-{refused}", complaint);
        }

        await system.WaitForLogAsync(TriedAgain, triedAgain);
        await system.WaitForLogAsync(FaultySystem.Paused, paused);
        await system.WaitForHealthAsync("Degraded");
        Assert.True(await system.PredictsAsync(served));
        Assert.Equal(0, await system.CountAsync("failed"));

        system.Faults.AnswerWrites(0);
        system.Faults.AnswerOpening(0);
        await system.WaitForHealthAsync("Healthy");
        await system.WaitForLogAsync(TakesAgain, takesAgain);
        await system.StartExperimentAsync($"{disk}-refused-0");
        await system.WaitForAllAsync([.. disturbed, $"{disk}-refused-0"]);

        var losses = await system.GetLossesAsync(served);
        foreach (var id in disturbed)
        {
            Assert.Equal(losses, await system.GetLossesAsync(id));
            await system.WaitForPredictionAsync(id);
        }

        system.AssertStoreIsWhole();
    }
}
