using System.Diagnostics;
using Aspire.Hosting.Testing;

namespace Distributed.Conformance.Aspire;

/// <summary>Several processes behind one endpoint.</summary>
public sealed class ReplicaTests(ReplicaTests.Application application) : IClassFixture<ReplicaTests.Application>
{
    private const int Replicas = 2;

    [Fact]
    public async Task Endpoint_OfReplicas_ReachesEachAndEachHasItsOwnPortAndInstance()
    {
        var environments = new Dictionary<string, Dictionary<string, string>>();
        await Until.TrueAsync(async () =>
        {
            var environment = await application.AskOnNewConnectionAsync<Dictionary<string, string>>("worker", "/environment");
            environments[environment["OTEL_RESOURCE_ATTRIBUTES"]] = environment;
            return environments.Count == Replicas;
        }, ApplicationFixture.Timeout, () => "One of the replicas is never reached.");

        Assert.Equal(Replicas, environments.Values.Select(e => e["ASPNETCORE_URLS"]).Distinct().Count());
        Assert.All(environments.Values, e => Assert.Equal("worker", e["OTEL_SERVICE_NAME"]));
    }

    [Fact]
    public async Task Notifications_OfReplicas_TellOfEach()
    {
        var seen = new HashSet<string>();
        await application.App.ResourceNotifications.WaitForResourceAsync("worker", e =>
        {
            seen.Add(e.ResourceId);
            return seen.Count == Replicas;
        });

        Assert.All(seen, id => Assert.Matches("^worker-[a-z]{8}$", id));
    }

    [Fact]
    public async Task Kill_OfAReplica_TakesItOutOfRotationUntilItIsStartedAgain()
    {
        var notifications = application.App.ResourceNotifications;
        var victim = await application.AskOnNewConnectionAsync<int>("mortal", "/process");
        using (var process = Process.GetProcessById(victim))
        {
            process.Kill();
        }

        var dead = await notifications
            .WaitForResourceAsync("mortal", e => e.Snapshot.ExitCode is not null).WaitAsync(ApplicationFixture.Timeout);
        for (var i = 0; i < 3 * Replicas; i++)
        {
            Assert.NotEqual(victim, await application.AskOnNewConnectionAsync<int>("mortal", "/process"));
        }

        var others = await notifications.WaitForResourceHealthyAsync("mortal", WaitBehavior.WaitOnResourceUnavailable).WaitAsync(ApplicationFixture.Timeout);
        Assert.NotEqual(dead.ResourceId, others.ResourceId);

        var start = await application.App.ResourceCommands.ExecuteCommandAsync(dead.ResourceId, KnownResourceCommands.StartCommand);

        Assert.True(start.Success, start.Message);
        await notifications.WaitForResourceAsync(
            "mortal",
            e => e.ResourceId == dead.ResourceId && e.Snapshot.State?.Text == KnownResourceStates.Running).WaitAsync(ApplicationFixture.Timeout);
    }

    [Fact]
    public async Task Command_ToTheNameThatReplicasShare_IsRefused()
    {
        var result = await application.App.ResourceCommands.ExecuteCommandAsync("worker", KnownResourceCommands.StopCommand);

        Assert.False(result.Success);
        Assert.Contains("worker", result.Message, StringComparison.Ordinal);
    }

    public sealed class Application : ApplicationFixture
    {
        /// <summary>The proxy chooses a replica for each connection, and the client keeps the one that it has.</summary>
        public async Task<T> AskOnNewConnectionAsync<T>(string resource, string path)
        {
            using var client = new HttpClient { BaseAddress = App.GetEndpoint(resource) };
            return (await client.GetFromJsonAsync<T>(path))!;
        }

        protected override void AddResources(IDistributedApplicationTestingBuilder builder)
        {
            foreach (var name in new[] { "worker", "mortal" })
            {
                builder.AddProject<Projects.Worker>(name, launchProfileName: null)
                    .WithHttpEndpoint()
                    .WithHttpHealthCheck("/health")
                    .WithReplicas(Replicas);
            }
        }

        protected override async Task WaitUntilReadyAsync()
        {
            await App.ResourceNotifications.WaitForResourceHealthyAsync("worker");
            await App.ResourceNotifications.WaitForResourceHealthyAsync("mortal");
        }
    }
}
