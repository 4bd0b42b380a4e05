using Aspire.Hosting.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Distributed.Conformance.Aspire;

/// <summary>What a project that refers to others finds in its environment and on its command line.</summary>
public sealed class ProjectEnvironmentTests(ProjectEnvironmentTests.Application application) : IClassFixture<ProjectEnvironmentTests.Application>
{
    [Fact]
    public async Task Variables_GivenInEveryForm_HaveTheirValues()
    {
        var environment = await application.GetEnvironmentAsync("worker");

        Assert.Equal("literal", environment["LITERAL"]);
        Assert.Equal("called", environment["CALLBACK"]);
        Assert.Equal("blue", environment["PARAMETER"]);
        Assert.Equal("Data Source=shop.db", environment["STORE"]);
        Assert.Equal(application.App.GetEndpoint("peer").ToString().TrimEnd('/'), environment["PEER"]);
        Assert.Equal($"color=blue; at {application.App.GetEndpoint("peer").Port}", environment["EXPRESSION"]);
        Assert.Equal("worker", environment["CONTEXT"]);
    }

    [Fact]
    public async Task Arguments_FromSeveralCalls_KeepTheirOrder() =>
        Assert.Equal(["one", "two words", "blue"], await application.AskAsync<string[]>("worker", "/arguments"));

    [Fact]
    public async Task ConnectionString_Referenced_ComesUnderItsNameOrAnother()
    {
        var environment = await application.GetEnvironmentAsync("worker");

        Assert.Equal("Data Source=shop.db", environment["ConnectionStrings__store"]);
        Assert.Equal("Color=blue", environment["ConnectionStrings__renamed"]);
        Assert.Equal("Data Source=shop.db", await application.App.GetConnectionStringAsync("store"));
    }

    [Fact]
    public async Task Project_Referenced_ComesForServiceDiscoveryAndByName()
    {
        var environment = await application.GetEnvironmentAsync("worker");
        var address = application.App.GetEndpoint("peer").GetLeftPart(UriPartial.Authority);

        Assert.Equal(address, environment["services__peer__http__0"]);
        Assert.Equal(address, environment["PEER_HTTP"]);
    }

    [Fact]
    public async Task Urls_OfProxiedEndpoint_NameThePortBehindTheProxy()
    {
        var environment = await application.GetEnvironmentAsync("peer");
        var own = new Uri(environment["ASPNETCORE_URLS"]);

        Assert.Equal("localhost", own.Host);
        Assert.NotEqual(application.App.GetEndpoint("peer").Port, own.Port);
    }

    [Fact]
    public async Task Urls_OfProxylessEndpoint_NameThePublicPort()
    {
        var environment = await application.GetEnvironmentAsync("worker");
        var own = new Uri(environment["ASPNETCORE_URLS"]);

        Assert.Equal("127.0.0.1", own.Host);
        Assert.Equal(application.App.GetEndpoint("worker"), own);
    }

    [Fact]
    public async Task OpenTelemetry_NameAndInstance_AreTheResources()
    {
        var environment = await application.GetEnvironmentAsync("worker");
        var worker = await application.App.ResourceNotifications.WaitForResourceHealthyAsync("worker");

        Assert.Equal("worker", environment["OTEL_SERVICE_NAME"]);
        Assert.StartsWith("service.instance.id=", environment["OTEL_RESOURCE_ATTRIBUTES"], StringComparison.Ordinal);
        Assert.Equal(worker.ResourceId, $"worker-{environment["OTEL_RESOURCE_ATTRIBUTES"].Split('=')[1]}");
        Assert.Equal("grpc", environment["OTEL_EXPORTER_OTLP_PROTOCOL"]);
    }

    [Fact]
    public async Task EnvironmentOfTheHost_IsNotPassedOn()
    {
        var environment = await application.GetEnvironmentAsync("worker");

        Assert.DoesNotContain("DOTNET_ENVIRONMENT", environment.Keys);
        Assert.DoesNotContain("DOTNET_LAUNCH_PROFILE", environment.Keys);
    }

    [Fact]
    public async Task Snapshot_OfRunningProject_TellsStateHealthAndWhatRuns()
    {
        var worker = await application.App.ResourceNotifications.WaitForResourceHealthyAsync("worker");
        var snapshot = worker.Snapshot;

        Assert.Equal("Project", snapshot.ResourceType);
        Assert.Equal(KnownResourceStates.Running, snapshot.State?.Text);
        Assert.Equal(HealthStatus.Healthy, snapshot.HealthStatus);
        Assert.Equal(HealthStatus.Healthy, Assert.Single(snapshot.HealthReports).Status);
        Assert.NotNull(snapshot.StartTimeStamp);
        Assert.Equal(application.App.GetEndpoint("worker"), new Uri(Assert.Single(snapshot.Urls, u => u.Name == "http").Url));
        Assert.EndsWith("Conformance.Aspire.Worker.csproj", (string?)snapshot.Properties.Single(p => p.Name == "project.path").Value, StringComparison.Ordinal);
        Assert.Contains(snapshot.EnvironmentVariables, v => v is { Name: "LITERAL", Value: "literal", IsFromSpec: true });
    }

    public sealed class Application : ApplicationFixture
    {
        protected override void AddResources(IDistributedApplicationTestingBuilder builder)
        {
            builder.Configuration["ConnectionStrings:store"] = "Data Source=shop.db";
            builder.Configuration["Parameters:color"] = "blue";
            var color = builder.AddParameter("color");
            var store = builder.AddConnectionString("store");
            var composed = builder.AddConnectionString("composed", ReferenceExpression.Create($"Color={color}"));
            var peer = builder.AddProject<Projects.Worker>("peer", launchProfileName: null).WithHttpEndpoint();
            builder.AddProject<Projects.Worker>("worker", launchProfileName: null)
                .WithHttpEndpoint(isProxied: false)
                .WithEndpoint("http", endpoint => endpoint.TargetHost = "127.0.0.1")
                .WithHttpHealthCheck("/health")
                .WithEnvironment("LITERAL", "literal")
                .WithEnvironment("CALLBACK", () => "called")
                .WithEnvironment("PARAMETER", color)
                .WithEnvironment("STORE", store)
                .WithEnvironment("PEER", peer.GetEndpoint("http"))
                .WithEnvironment("EXPRESSION", $"color={color}; at {peer.GetEndpoint("http").Property(EndpointProperty.Port)}")
                .WithEnvironment(context => context.EnvironmentVariables["CONTEXT"] = context.Resource.Name)
                .WithReference(peer)
                .WithReference(store)
                .WithReference(composed, connectionName: "renamed")
                .WithArgs("one", "two words")
                .WithArgs(context => context.Args.Add(color.Resource))
                .WaitFor(peer);
        }

        protected override async Task WaitUntilReadyAsync()
        {
            await App.ResourceNotifications.WaitForResourceHealthyAsync("worker");
            using var client = App.CreateHttpClient("peer");
            await Until.AnswersAsync(client, new Uri("/health", UriKind.Relative), ApplicationFixture.Timeout);
        }
    }
}
