using System.Net;
using Microsoft.Data.Sqlite;

namespace Distributed.EndToEnd.Tests.Faults;

/// <summary>Another program that holds the store for a while.</summary>
public sealed class LockTests
{
    private const int Experiments = 5;

    [Fact]
    public async Task LongWriteOfAnotherProgram_AnswersSaySoAndWorkGoesOnAfterIt()
    {
        await using var system = await FaultySystem.StartAsync();
        for (var i = 0; i < Experiments; i++)
        {
            Assert.Equal((HttpStatusCode.Created, null), await system.SubmitAsync($"waiting-{i}"));
        }

        await system.WaitForTrainingAsync();
        using (var other = system.Connect())
        {
            Execute(other, "BEGIN IMMEDIATE");

            var (status, detail) = await system.SubmitAsync("late");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains("was locked by another program for more than 2 s", detail, StringComparison.Ordinal);
            await system.WaitForLogAsync("pauses for");
            await system.WaitForHealthAsync("Degraded");
            Execute(other, "ROLLBACK");
        }

        Assert.Equal((HttpStatusCode.Created, null), await system.SubmitAsync("late"));
        await system.WaitForAllAsync(Experiments + 1);
        system.AssertStoreIsWhole();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
