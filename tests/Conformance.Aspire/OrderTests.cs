using Aspire.Hosting.Testing;

namespace Distributed.Conformance.Aspire;

/// <summary>Who starts when, and what becomes of those who wait in vain.</summary>
public sealed class OrderTests
{
    [Fact]
    public async Task WaitFor_UnhealthyDependency_HoldsTheStartUntilItIsHealthy()
    {
        await using var builder = DistributedApplicationTestingBuilder.Create();
        var gate = AddWorker(builder, "gate").WithHttpHealthCheck("/health").WithEnvironment("GATE", "closed");
        AddWorker(builder, "after").WaitFor(gate);
        await using var app = await builder.BuildAsync();

        var starting = app.StartAsync();
        await app.ResourceNotifications.WaitForResourceAsync("after", KnownResourceStates.Waiting).WaitAsync(ApplicationFixture.Timeout);
        await app.ResourceNotifications.WaitForResourceAsync("gate").WaitAsync(ApplicationFixture.Timeout);
        using var client = app.CreateHttpClient("gate");
        await Until.AnswersAsync(client, new Uri("/alive", UriKind.Relative), ApplicationFixture.Timeout);
        Assert.False(starting.IsCompleted);

        (await client.PostAsync(new Uri("/gate", UriKind.Relative), content: null)).EnsureSuccessStatusCode();
        await app.ResourceNotifications.WaitForResourceAsync("after").WaitAsync(ApplicationFixture.Timeout);
        await starting.WaitAsync(ApplicationFixture.Timeout);
    }

    [Fact]
    public async Task WaitFor_DependencyThatEnds_FailsTheOneThatWaits()
    {
        await using var builder = DistributedApplicationTestingBuilder.Create();
        var ends = builder.AddProject<Projects.Worker>("ends", launchProfileName: null)
            .WithHttpEndpoint().WithHttpHealthCheck("/health").WithArgs("exit", "3");
        AddWorker(builder, "waits").WaitFor(ends, WaitBehavior.StopOnResourceUnavailable);
        await using var app = await builder.BuildAsync();

        await app.StartAsync().WaitAsync(ApplicationFixture.Timeout);

        var reached = await app.ResourceNotifications
            .WaitForResourceAsync("waits", [KnownResourceStates.Running, .. KnownResourceStates.TerminalStates])
            .WaitAsync(ApplicationFixture.Timeout);
        Assert.Equal(KnownResourceStates.FailedToStart, reached);
    }

    private static IResourceBuilder<ProjectResource> AddWorker(IDistributedApplicationBuilder builder, string name) =>
        builder.AddProject<Projects.Worker>(name, launchProfileName: null).WithHttpEndpoint();
}
