namespace Distributed.EndToEnd.Tests;

/// <summary>What becomes of the system when the processes around it are killed.</summary>
public sealed class OrchestratorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("start-apiserver")]
    [InlineData("run-controllers")]
    public async Task KillTheOrchestrator_TheAppHostEndsWithASentenceAndNothingIsLeft(string part)
    {
        using var data = new DataDirectory();
        await using var app = AppHostProcess.Start(data.Path);
        await app.WaitUntilReadyAsync();
        var children = RunningProcesses.StartedBy(app.Id);

        Signal.Send(Assert.Single(children, id => RunningProcesses.CommandLine(id).Contains(part, StringComparison.Ordinal)), Signal.Kill);
        var (code, output, errors) = await app.WaitForExitAsync();

        Assert.Equal(1, code);
        Assert.Contains("orchestrator", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        await Until.TrueAsync(() => !children.Any(RunningProcesses.IsAlive), Patience, () =>
            $"Still alive: {string.Join(", ", children.Where(RunningProcesses.IsAlive))}");
    }

    [Fact]
    public async Task KillTheDashboard_EverythingElseGoesOn()
    {
        using var data = new DataDirectory();
        await using var app = AppHostProcess.Start(data.Path);
        await app.WaitUntilReadyAsync();
        var dashboard = Assert.Single(
            RunningProcesses.StartedBy(app.Id), id => RunningProcesses.CommandLine(id).EndsWith("\0dashboard\0", StringComparison.Ordinal));

        Signal.Send(dashboard, Signal.Kill);
        await app.WaitForLineAsync("aspire-dashboard");
        await app.WaitUntilHealthyAsync();

        Assert.Equal(0, await app.StopAsync());
        Assert.Empty(RunningProcesses.Mentioning(data.Path));
    }
}
