using System.Reflection;

namespace Aspire.Hosting;

/// <summary>How an application host is set up.</summary>
public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    /// <summary>The assembly whose metadata names the orchestrator and the dashboard; null means the entry assembly.</summary>
    public string? AssemblyName { get; set; }

    public bool DisableDashboard { get; set; }

    /// <summary>Whether the dashboard and its endpoints may use plain http.</summary>
    public bool AllowUnsecuredTransport { get; set; }

    /// <summary>Whether the console output of resources is written to the application host's own log.</summary>
    public bool EnableResourceLogging { get; set; }

    public string? DashboardApplicationName { get; set; }

    public string? ProjectDirectory { get; set; }

    internal Assembly? Assembly => AssemblyName is { } name ? Assembly.Load(name) : Assembly.GetEntryAssembly();
}
