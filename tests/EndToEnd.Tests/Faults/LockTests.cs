using System.Net;
using Microsoft.Data.Sqlite;

namespace Distributed.EndToEnd.Tests.Faults;

/// <summary>Another program that holds the store for a while.</summary>
[Collection(nameof(FaultySystem))]
public sealed class LockTests(FaultySystem system)
{
    [Fact]
    public async Task LongWriteOfAnotherProgram_AnswersSaySoAndWorkGoesOnAfterIt()
    {
        string[] waiting = ["waiting-1", "waiting-2", "waiting-3"];
        foreach (var id in waiting)
        {
            await system.StartExperimentAsync(id);
        }

        await system.WaitForTrainingAsync();
        var paused = system.CountInLogs(FaultySystem.Paused);
        using (var other = system.Connect())
        {
            Execute(other, "BEGIN IMMEDIATE");

            var (status, detail) = await system.SubmitAsync("late");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains("was locked by another program for more than 2 s", detail, StringComparison.Ordinal);
            await system.WaitForLogAsync(FaultySystem.Paused, paused);
            await system.WaitForHealthAsync("Degraded");
            Execute(other, "ROLLBACK");
        }

        await system.StartExperimentAsync("late");
        await system.WaitForAllAsync([.. waiting, "late"]);
        system.AssertStoreIsWhole();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
