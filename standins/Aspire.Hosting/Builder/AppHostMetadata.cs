using System.Reflection;

namespace Aspire.Hosting;

/// <summary>What the build wrote into the application host's assembly.</summary>
internal sealed class AppHostMetadata(Assembly? assembly)
{
    private readonly Dictionary<string, string?> _values = (assembly?.GetCustomAttributes<AssemblyMetadataAttribute>() ?? [])
        .GroupBy(m => m.Key, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.OrdinalIgnoreCase);

    public string? ProjectDirectory => _values.GetValueOrDefault("apphostprojectpath");

    public string DcpPath => Required("dcpclipath", "orchestrator");

    public string DashboardPath => Required("aspiredashboardpath", "dashboard");

    /// <summary>The built assembly of a project, or null when the project was not built along with the application host.</summary>
    public string? OutputOf(string projectPath) => _values.GetValueOrDefault($"projectoutput:{projectPath}");

    private string Required(string key, string what)
    {
        var path = _values.GetValueOrDefault(key);
        return path is not null && File.Exists(path)
            ? path
            : throw new DistributedApplicationException(
                $"The Aspire {what} was not found at '{path ?? "(unknown)"}'. Run the repository's setup script, then build again.");
    }
}
