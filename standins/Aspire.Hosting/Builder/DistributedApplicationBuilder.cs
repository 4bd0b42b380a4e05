using System.Reflection;
using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private const int TokenBytes = 16;

    private readonly HostApplicationBuilder _inner;
    private readonly IBuilderObserver? _observer = BuilderObserver.Current;

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        var settings = new HostApplicationBuilderSettings { Args = options.Args, Configuration = new ConfigurationManager() };
        settings.Configuration.AddEnvironmentVariables(prefix: "ASPIRE_");
        _observer?.Constructing(options, settings);

        _inner = new HostApplicationBuilder(settings);
        AppHostAssembly = options.Assembly;
        var metadata = new AppHostMetadata(AppHostAssembly);
        AppHostDirectory = options.ProjectDirectory ?? metadata.ProjectDirectory ?? Environment.ContentRootPath;
        AddSecrets(options);
        AddServices(options, metadata);
    }

    public ConfigurationManager Configuration => _inner.Configuration;

    public IHostEnvironment Environment => _inner.Environment;

    public IServiceCollection Services => _inner.Services;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        _observer?.Building(this);
        var application = new DistributedApplication(_inner.Build());
        _observer?.Built(application);
        return application;
    }

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));

    private void AddSecrets(DistributedApplicationOptions options)
    {
        var keys = new Dictionary<string, string?>
        {
            ["AppHost:Directory"] = AppHostDirectory,
            ["AppHost:DashboardApplicationName"] = options.DashboardApplicationName ?? Environment.ApplicationName,
        };

        if (options.AllowUnsecuredTransport)
        {
            keys["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        }

        if (!options.DisableDashboard && !Configuration.GetValue<bool>("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"))
        {
            keys["AppHost:OtlpApiKey"] = Configuration["AppHost:OtlpApiKey"] ?? NewToken();
            keys["AppHost:DashboardApiKey"] = Configuration["AppHost:DashboardApiKey"] ?? NewToken();
            keys["AppHost:BrowserToken"] = Configuration["ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"] ?? NewToken();
            keys["AppHost:ResourceService:AuthMode"] = "ApiKey";
            keys["AppHost:ResourceService:ApiKey"] = Configuration["ASPIRE_DASHBOARD_RESOURCESERVICE_APIKEY"] ?? NewToken();
        }

        Configuration.AddInMemoryCollection(keys);
    }

    private void AddServices(DistributedApplicationOptions options, AppHostMetadata metadata)
    {
        _inner.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        _inner.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        Services.AddHttpClient();
        Services.AddSingleton(options).AddSingleton(metadata).AddSingleton(ExecutionContext);
        Services.AddSingleton(_ => new DistributedApplicationModel(Resources));
        Services.AddSingleton<ResourceLogs>();
        Services.AddSingleton(p => new ResourceLoggerService(p.GetRequiredService<ResourceLogs>()));
        Services.AddSingleton(p => new ResourceNotificationService(p.GetRequiredService<DistributedApplicationModel>(), options));
        Services.AddSingleton<DcpHost>();
        Services.AddSingleton<ResourceHealthMonitor>();
        Services.AddSingleton<ProcessSpecBuilder>();
        Services.AddSingleton<EndpointAllocator>();
        Services.AddSingleton<ResourceDependencies>();
        Services.AddSingleton<ProcessRunner>();
        Services.AddSingleton<ProcessWatcher>();
        Services.AddSingleton(p => new ResourceCommandService(
            p.GetRequiredService<DistributedApplicationModel>(),
            p.GetRequiredService<ProcessRunner>(),
            p.GetRequiredService<ResourceNotificationService>()));
        Services.AddSingleton<ResourceService>();
        Services.AddSingleton<DashboardHost>();
        Services.AddHostedService<Orchestrator>();
    }
}
