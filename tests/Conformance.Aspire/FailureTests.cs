using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.Conformance.Aspire;

/// <summary>Resources that do not come up, one application for all of them.</summary>
public sealed partial class FailureTests(FailureTests.Application application) : IClassFixture<FailureTests.Application>
{
    [Theory]
    [InlineData("ends", 7, "Project")]
    [InlineData("version", 0, "Executable")]
    public async Task Process_ThatEnds_IsFinishedWithItsExitCode(string resource, int exitCode, string type)
    {
        var ended = await application.App.ResourceNotifications
            .WaitForResourceAsync(resource, e => e.Snapshot.ExitCode is not null).WaitAsync(ApplicationFixture.Timeout);

        Assert.Equal(KnownResourceStates.Finished, ended.Snapshot.State?.Text);
        Assert.Equal(exitCode, ended.Snapshot.ExitCode);
        Assert.Equal(type, ended.Snapshot.ResourceType);
    }

    [Fact]
    public async Task Console_OfProcess_CanBeReadAfterwards()
    {
        var version = await application.App.ResourceNotifications
            .WaitForResourceAsync("version", e => e.Snapshot.ExitCode is not null).WaitAsync(ApplicationFixture.Timeout);
        var consoles = application.App.Services.GetRequiredService<ResourceLoggerService>();

        await Until.TrueAsync(async () =>
        {
            var lines = new List<LogLine>();
            await foreach (var some in consoles.GetAllAsync(version.Resource))
            {
                lines.AddRange(some);
            }

            return lines.Any(line => !line.IsErrorMessage && Version().IsMatch(line.Content));
        }, ApplicationFixture.Timeout, () => "The console does not show the version.");
    }

    [Theory]
    [InlineData("unknown-command")]
    [InlineData("lacks-connection")]
    public async Task Resource_ThatCannotStart_IsFailedToStart(string resource) =>
        await application.App.ResourceNotifications
            .WaitForResourceAsync(resource, KnownResourceStates.FailedToStart).WaitAsync(ApplicationFixture.Timeout);

    [Theory]
    [InlineData("unknown-command")]
    [InlineData("no-such-resource")]
    public async Task WaitForHealthy_OfWhatCannotBecomeSo_Throws(string resource) =>
        await Assert.ThrowsAsync<DistributedApplicationException>(() => application.App.ResourceNotifications
            .WaitForResourceHealthyAsync(resource, WaitBehavior.StopOnResourceUnavailable).WaitAsync(ApplicationFixture.Timeout));

    [Fact]
    public async Task WaitForHealthy_Cancelled_Stops()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = application.App.ResourceNotifications.WaitForResourceAsync("ends", "NoSuchState", cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [GeneratedRegex(@"\b\d+\.\d+\.\d+")]
    private static partial Regex Version();

    public sealed class Application : ApplicationFixture
    {
        protected override void AddResources(IDistributedApplicationTestingBuilder builder)
        {
            builder.AddProject<Projects.Worker>("ends", launchProfileName: null).WithArgs("exit", "7");
            builder.AddExecutable("version", "dotnet", ".", "--version");
            builder.AddExecutable("unknown-command", "no-such-command-anywhere", ".");
            builder.AddExecutable("lacks-connection", "dotnet", ".", "--version").WithReference(builder.AddConnectionString("missing"));
        }

        protected override Task WaitUntilReadyAsync() => Task.CompletedTask;
    }
}
