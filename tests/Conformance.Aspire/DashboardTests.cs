using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Distributed.Conformance.Aspire;

/// <summary>The real dashboard beside an application: who is let in, and what it hears.</summary>
public sealed class DashboardTests(DashboardTests.Application application) : IClassFixture<DashboardTests.Application>
{
    [Fact]
    public async Task Health_Answers()
    {
        using var client = application.CreateClient();

        Assert.Equal("Healthy", await client.GetStringAsync(new Uri("/health", UriKind.Relative)));
    }

    [Fact]
    public async Task Frontend_WithoutToken_AsksForIt()
    {
        using var client = application.CreateClient();

        using var response = await client.GetAsync(new Uri("/", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.StartsWith("/login", new Uri(client.BaseAddress!, response.Headers.Location!).AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_WithTheTokenOfTheAnnouncedUrl_LetsIn()
    {
        using var client = application.CreateClient();

        using var login = await client.GetAsync(application.LoginUrl);
        using var page = await client.GetAsync(new Uri("/", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Redirect, login.StatusCode);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task TelemetryApi_WithoutKey_IsClosed()
    {
        using var client = application.CreateClient();

        using var response = await client.GetAsync(new Uri("/api/telemetry/resources", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("resources")]
    [InlineData("logs")]
    [InlineData("traces")]
    public async Task Telemetry_OfAProject_ArrivesUnderItsResource(string kind)
    {
        var worker = await application.App.ResourceNotifications.WaitForResourceHealthyAsync("worker");
        using var client = application.CreateClient();
        client.DefaultRequestHeaders.Add("x-api-key", application.ApiKey);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var workerClient = application.App.CreateHttpClient("worker");

        await Until.TrueAsync(async () =>
        {
            (await workerClient.GetAsync(new Uri("/process", UriKind.Relative))).EnsureSuccessStatusCode();
            var text = (await client.GetFromJsonAsync<JsonElement>($"/api/telemetry/{kind}")).ToString();
            return text.Contains(worker.ResourceId.Split('-')[1], StringComparison.Ordinal);
        }, ApplicationFixture.Timeout, () => $"The dashboard has no {kind} of the worker.");
    }

    [Fact]
    public async Task Exporter_OfAProject_IsToldEndpointAndKey()
    {
        var environment = await application.GetEnvironmentAsync("worker");

        Assert.True(new Uri(environment["OTEL_EXPORTER_OTLP_ENDPOINT"]).IsLoopback);
        Assert.Matches("^x-otlp-api-key=.{16,}$", environment["OTEL_EXPORTER_OTLP_HEADERS"]);
    }

    public sealed class Application : ApplicationFixture
    {
        public Uri LoginUrl { get; private set; } = null!;

        public string ApiKey => App.Services.GetRequiredService<IConfiguration>()["AppHost:DashboardApiKey"]!;

        public HttpClient CreateClient()
        {
            var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
            return new HttpClient(handler) { BaseAddress = new Uri(LoginUrl.GetLeftPart(UriPartial.Authority)) };
        }

        protected override void Configure(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
        {
            options.DisableDashboard = false;
            settings.EnvironmentName = Environments.Development;
        }

        protected override void AddResources(IDistributedApplicationTestingBuilder builder) =>
            builder.AddProject<Projects.Worker>("worker", launchProfileName: null)
                .WithHttpEndpoint().WithHttpHealthCheck("/health");

        protected override async Task WaitUntilReadyAsync()
        {
            var dashboard = await App.ResourceNotifications.WaitForResourceAsync(
                "aspire-dashboard", e => e.Snapshot.State?.Text == KnownResourceStates.Running);
            LoginUrl = new Uri(dashboard.Snapshot.Urls.First(url => url.Name == "http").Url);
            using var client = CreateClient();
            await Until.AnswersAsync(client, new Uri("/health", UriKind.Relative), ApplicationFixture.Timeout);
            await App.ResourceNotifications.WaitForResourceHealthyAsync("worker");
        }
    }
}
