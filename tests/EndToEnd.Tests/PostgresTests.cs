using Distributed.Tests.Shared;

namespace Distributed.EndToEnd.Tests;

/// <summary>The whole system on a PostgreSQL server.</summary>
public sealed class PostgresTests
{
    [Fact]
    public async Task Once_OnPostgres_PrintsTheTutorialAndNowhereThePassword()
    {
        await using var server = await PostgresServer.StartAsync();
        using var data = new DataDirectory();
        await using var app = AppHostProcess.Start(data.Path, "--once", "--store", server.ConnectionString);

        var (code, output, errors) = await app.WaitForExitAsync();

        Assert.True(code == 0, $"Exit code {code}; output: {output}; errors: {errors}");
        Assert.Contains("epoch: 100, loss = 563.9186", output, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Password, output + errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(data.Path, "distributed.db")));
        Assert.Empty(RunningProcesses.Mentioning(data.Path));
    }

    [Fact]
    public async Task Start_ServerThatRefusesThePassword_EndsWithASentenceWithoutIt()
    {
        await using var server = await PostgresServer.StartAsync();
        using var data = new DataDirectory();
        const string Wrong = "not-the-password";
        await using var app = AppHostProcess.Start(
            data.Path, "--once", "--store", server.ConnectionString.Replace(server.Password, Wrong, StringComparison.Ordinal));

        var (code, output, errors) = await app.WaitForExitAsync();

        Assert.Equal(1, code);
        Assert.StartsWith("The trainer could not be started: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Wrong, output + errors, StringComparison.Ordinal);
    }
}
