using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Puts the dashboard into the model as a process of its own, so that it starts, and above all ends, like any other.</summary>
internal sealed partial class DashboardHost(
    AppHostMetadata metadata,
    DistributedApplicationModel model,
    DistributedApplicationOptions options,
    ResourceService resourceService,
    ResourceNotificationService notifications,
    IConfiguration configuration,
    ILogger<DistributedApplication> logger)
{
    public const string Name = "aspire-dashboard";

    /// <summary>Null when the dashboard is disabled.</summary>
    public ExecutableResource? Resource { get; private set; }

    public async Task AddToModelAsync(CancellationToken cancellationToken)
    {
        if (options.DisableDashboard)
        {
            return;
        }

        var urls = DashboardUrls.Read(configuration);
        var serviceUrl = await resourceService.StartAsync(cancellationToken).ConfigureAwait(false);
        var path = metadata.DashboardPath;
        Resource = new ExecutableResource(Name, path, Path.GetDirectoryName(path)!);
        Resource.Annotations.Add(new ArgsCallback(context =>
        {
            context.Args.Add("dashboard");
            return Task.CompletedTask;
        }));
        AddEndpoint("http", urls.Frontend);
        AddEndpoint(OtlpEnvironment.GrpcEndpoint, urls.OtlpGrpc);
        AddEndpoint(OtlpEnvironment.HttpEndpoint, urls.OtlpHttp);
        Resource.Annotations.Add(new EndpointUrlCallback("http", url => url.Url = AddLogin(url.Url)));
        Resource.Annotations.Add(new EnvironmentCallback(context =>
        {
            AddEnvironment(context.EnvironmentVariables, serviceUrl);
            return Task.CompletedTask;
        }));
        model.Resources.Insert(0, Resource);
    }

    /// <summary>Logs the address and the way in once the dashboard runs.</summary>
    public async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        if (Resource is null)
        {
            return;
        }

        await notifications.WaitForResourceAsync(Name, KnownResourceStates.Running, cancellationToken).ConfigureAwait(false);
        var url = new EndpointReference(Resource, "http").Url;
        LogListening(url);
        LogLogin(url, configuration["AppHost:BrowserToken"]);
    }

    private string AddLogin(string url) => configuration["AppHost:BrowserToken"] is { } token ? $"{url}/login?t={token}" : url;

    private void AddEndpoint(string name, Uri? address) => Resource!.Annotations.Add(new EndpointAnnotation(name, "http")
    {
        IsProxied = true,
        Port = address?.Port is > 0 ? address.Port : null,
        TargetHost = address?.Host ?? "localhost",
    });

    private void AddEnvironment(Dictionary<string, object> variables, string serviceUrl)
    {
        foreach (var (key, value) in configuration.AsEnumerable().Where(p => p.Key.StartsWith("ASPIRE_DASHBOARD_", StringComparison.OrdinalIgnoreCase)))
        {
            variables[key] = value ?? "";
        }

        variables["ASPNETCORE_ENVIRONMENT"] = "Production";
        variables["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = serviceUrl;
        variables["ASPNETCORE_URLS"] = Listen("http");
        variables["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = Listen(OtlpEnvironment.GrpcEndpoint);
        variables["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = Listen(OtlpEnvironment.HttpEndpoint);
        variables["ASPIRE_DASHBOARD_API_ENABLED"] = "true";
        variables["LOGGING__CONSOLE__FORMATTERNAME"] = "json";
        AddKey(variables, "DASHBOARD__FRONTEND", "BrowserToken", "BROWSERTOKEN", "AppHost:BrowserToken");
        AddKey(variables, "DASHBOARD__RESOURCESERVICECLIENT", "ApiKey", "APIKEY", "AppHost:ResourceService:ApiKey");
        AddKey(variables, "DASHBOARD__OTLP", "ApiKey", "PRIMARYAPIKEY", "AppHost:OtlpApiKey");
        AddKey(variables, "DASHBOARD__API", "ApiKey", "PRIMARYAPIKEY", "AppHost:DashboardApiKey");
    }

    private JoinedTargetUrls Listen(string endpoint) => new([new EndpointReference(Resource!, endpoint)]);

    private void AddKey(Dictionary<string, object> variables, string section, string mode, string variable, string setting)
    {
        var key = configuration[setting];
        variables[$"{section}__AUTHMODE"] = key is null ? "Unsecured" : mode;
        if (key is not null)
        {
            variables[$"{section}__{variable}"] = key;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Now listening on: {DashboardUrl}")]
    private partial void LogListening(string dashboardUrl);

    [LoggerMessage(Level = LogLevel.Information, Message = "Login to the dashboard at {DashboardUrl}/login?t={BrowserToken}")]
    private partial void LogLogin(string dashboardUrl, string? browserToken);
}
