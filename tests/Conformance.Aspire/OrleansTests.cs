using Aspire.Hosting.Testing;

namespace Distributed.Conformance.Aspire;

/// <summary>How a silo is told of its cluster.</summary>
public sealed class OrleansTests(OrleansTests.Application application) : IClassFixture<OrleansTests.Application>
{
    [Fact]
    public async Task Silo_IsToldIdentityClusteringStorageAndPorts()
    {
        var environment = await application.GetEnvironmentAsync("silo");
        var orleans = environment.Where(v => v.Key.StartsWith("Orleans__", StringComparison.Ordinal)).ToDictionary();

        Assert.Equal("cluster-1", orleans["Orleans__ClusterId"]);
        Assert.Equal("service-1", orleans["Orleans__ServiceId"]);
        Assert.Equal("true", orleans["Orleans__EnableDistributedTracing"]);
        Assert.Equal("Development", orleans["Orleans__Clustering__ProviderType"]);
        Assert.Equal("Custom", orleans["Orleans__GrainStorage__experiments__ProviderType"]);
        Assert.Equal("store", orleans["Orleans__GrainStorage__experiments__ServiceKey"]);
        Assert.Equal("Memory", orleans["Orleans__GrainStorage__scratch__ProviderType"]);
        Assert.InRange(int.Parse(orleans["Orleans__Endpoints__SiloPort"], System.Globalization.CultureInfo.InvariantCulture), 1, 65535);
        Assert.InRange(int.Parse(orleans["Orleans__Endpoints__GatewayPort"], System.Globalization.CultureInfo.InvariantCulture), 1, 65535);
        Assert.NotEqual(orleans["Orleans__Endpoints__SiloPort"], orleans["Orleans__Endpoints__GatewayPort"]);
        Assert.Equal(9, orleans.Count);
    }

    [Fact]
    public async Task Clustering_OnAResource_NamesItsProviderAndBringsItsConnectionString()
    {
        var environment = await application.GetEnvironmentAsync("member");

        Assert.Equal("Custom", environment["Orleans__Clustering__ProviderType"]);
        Assert.Equal("store", environment["Orleans__Clustering__ServiceKey"]);
        Assert.Equal("Data Source=grains.db", environment["ConnectionStrings__store"]);
    }

    [Fact]
    public async Task Replicas_OfASilo_HavePortsOfTheirOwn()
    {
        var ports = new HashSet<string>();
        await Until.TrueAsync(async () =>
        {
            using var client = new HttpClient { BaseAddress = application.App.GetEndpoint("member") };
            var environment = (await client.GetFromJsonAsync<Dictionary<string, string>>("/environment"))!;
            ports.Add(environment["Orleans__Endpoints__SiloPort"]);
            ports.Add(environment["Orleans__Endpoints__GatewayPort"]);
            return ports.Count >= 4;
        }, ApplicationFixture.Timeout, () => $"Two silos use only the ports {string.Join(", ", ports)}.");
    }

    [Fact]
    public async Task StorageResource_BringsItsConnectionString() =>
        Assert.Equal("Data Source=grains.db", (await application.GetEnvironmentAsync("silo"))["ConnectionStrings__store"]);

    [Fact]
    public async Task SiloPorts_AreNoUrlsToListenAtForHttp() =>
        Assert.Single((await application.GetEnvironmentAsync("silo"))["ASPNETCORE_URLS"].Split(';'));

    [Fact]
    public async Task GeneratedIds_AreLongAndTheSameForEverySilo()
    {
        var first = await application.GetEnvironmentAsync("first");
        var second = await application.GetEnvironmentAsync("second");

        Assert.Equal(25, first["Orleans__ClusterId"].Length);
        Assert.Equal(25, first["Orleans__ServiceId"].Length);
        Assert.Equal(first["Orleans__ClusterId"], second["Orleans__ClusterId"]);
        Assert.Equal(first["Orleans__ServiceId"], second["Orleans__ServiceId"]);
    }

    [Fact]
    public void Reference_WithoutClustering_IsRefused()
    {
        using var builder = DistributedApplicationTestingBuilder.Create();
        var cluster = builder.AddOrleans("cluster");
        var silo = builder.AddProject<Projects.Worker>("silo", launchProfileName: null);

        Assert.Throws<InvalidOperationException>(() => silo.WithReference(cluster));
    }

    public sealed class Application : ApplicationFixture
    {
        protected override void AddResources(IDistributedApplicationTestingBuilder builder)
        {
            builder.Configuration["ConnectionStrings:store"] = "Data Source=grains.db";
            var store = builder.AddConnectionString("store").WithOrleansProviderType("Custom");
            var cluster = builder.AddOrleans("cluster")
                .WithClusterId("cluster-1")
                .WithServiceId("service-1")
                .WithDevelopmentClustering()
                .WithGrainStorage("experiments", store)
                .WithMemoryGrainStorage("scratch");
            AddSilo(builder, "silo").WithReference(cluster);

            var shared = builder.AddOrleans("shared").WithClusterId("cluster-2").WithServiceId("service-2").WithClustering(store);
            AddSilo(builder, "member").WithReference(shared).WithReplicas(2);

            var generated = builder.AddOrleans("generated").WithDevelopmentClustering();
            AddSilo(builder, "first").WithReference(generated);
            AddSilo(builder, "second").WithReference(generated);
        }

        protected override async Task WaitUntilReadyAsync()
        {
            foreach (var silo in new[] { "silo", "member", "first", "second" })
            {
                await App.ResourceNotifications.WaitForResourceHealthyAsync(silo);
            }
        }

        private static IResourceBuilder<ProjectResource> AddSilo(IDistributedApplicationTestingBuilder builder, string name) =>
            builder.AddProject<Projects.Worker>(name, launchProfileName: null).WithHttpEndpoint().WithHttpHealthCheck("/health");
    }
}
