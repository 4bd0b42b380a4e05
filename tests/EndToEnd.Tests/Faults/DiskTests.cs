using System.Net;

namespace Distributed.EndToEnd.Tests.Faults;

/// <summary>A disk that takes no more for a while.</summary>
public sealed class DiskTests
{
    private const int Experiments = 10;

    [Theory]
    [InlineData(FaultControl.NoSpace, 0, "No space is left for the store")]
    [InlineData(FaultControl.InputOutput, 0, "The disk of the store")]
    [InlineData(FaultControl.ReadOnlyFileSystem, FaultControl.PermissionDenied, "cannot be written")]
    public async Task WritesFail_AnswersSaySoAndTrainingPauses_UntilTheyDoNot(int writeError, int openError, string complaint)
    {
        await using var system = await FaultySystem.StartAsync();
        await SubmitAsync(system, "undisturbed");
        await system.WaitForPredictionAsync("undisturbed");
        foreach (var id in Ids())
        {
            await SubmitAsync(system, id);
        }

        await system.WaitForTrainingAsync();
        system.Faults.AnswerOpening(openError);
        system.Faults.AnswerWrites(writeError);

        await system.WaitForRefusalAsync("refused", complaint);
        await system.WaitForLogAsync("Writes fail, and are tried again");
        await system.WaitForLogAsync("pauses for");
        await system.WaitForHealthAsync("Degraded");
        Assert.True(await system.PredictsAsync("undisturbed"));
        Assert.Equal(0, await system.CountAsync("failed"));

        system.Faults.AnswerWrites(0);
        system.Faults.AnswerOpening(0);
        await system.WaitForHealthAsync("Healthy");
        await system.WaitForLogAsync("takes writes again");
        await SubmitAsync(system, "refused");
        await system.WaitForAllAsync(Experiments + 2);

        var losses = await system.GetLossesAsync("undisturbed");
        foreach (var id in Ids())
        {
            Assert.Equal(losses, await system.GetLossesAsync(id));
            await system.WaitForPredictionAsync(id);
        }

        system.AssertStoreIsWhole();
    }

    private static IEnumerable<string> Ids() => Enumerable.Range(0, Experiments).Select(i => $"disturbed-{i}");

    private static async Task SubmitAsync(FaultySystem system, string id) =>
        Assert.Equal((HttpStatusCode.Created, null), await system.SubmitAsync(id));
}
