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
        await Eventually.TrueAsync(async () =>
        {
            var environment = await application.GetEnvironmentOnNewConnectionAsync();
            environments[environment["OTEL_RESOURCE_ATTRIBUTES"]] = environment;
            return environments.Count == Replicas;
        });

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

    public sealed class Application : ApplicationFixture
    {
        public async Task<Dictionary<string, string>> GetEnvironmentOnNewConnectionAsync()
        {
            using var client = new HttpClient { BaseAddress = App.GetEndpoint("worker") };
            return (await client.GetFromJsonAsync<Dictionary<string, string>>("/environment"))!;
        }

        protected override void AddResources(IDistributedApplicationTestingBuilder builder) =>
            builder.AddProject<Projects.Worker>("worker", launchProfileName: null)
                .WithHttpEndpoint()
                .WithHttpHealthCheck("/health")
                .WithReplicas(Replicas);

        protected override Task WaitUntilReadyAsync() => App.ResourceNotifications.WaitForResourceHealthyAsync("worker");
    }
}
