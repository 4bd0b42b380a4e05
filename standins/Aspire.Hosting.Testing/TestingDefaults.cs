using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>What a test wants unless it says otherwise: nothing shared with another run.</summary>
internal class TestingDefaults(
    Assembly assembly,
    string[] args,
    Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure) : IBuilderObserver
{
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["DcpPublisher:RandomizePorts"] = "true",
        ["ASPNETCORE_URLS"] = "http://localhost:8080",
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:4317",
        ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
    };

    public void Constructing(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        settings.Args = options.Args = [.. (settings.Args ?? []).Except(args), .. args];
        settings.ApplicationName = options.AssemblyName = assembly.GetName().Name;
        options.DisableDashboard = true;
        options.EnableResourceLogging = true;
        settings.Configuration ??= new ConfigurationManager();
        var given = new ConfigurationBuilder().AddConfiguration(settings.Configuration).AddCommandLine(settings.Args).Build();
        settings.Configuration.AddInMemoryCollection([.. Defaults.Where(d => given[d.Key] is null)]);
        configure(options, settings);
    }

    public virtual void Building(IDistributedApplicationBuilder builder)
    {
    }

    public virtual void Built(DistributedApplication application)
    {
    }
}
