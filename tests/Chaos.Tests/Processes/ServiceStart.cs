using System.Diagnostics;
using Distributed.Chaos.Tests.Faults;

namespace Distributed.Chaos.Tests.Processes;

/// <summary>How a service is started: as the build left it, with the hook that springs traps in it.</summary>
/// <param name="Role">Which service.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Settings">Its environment variables.</param>
internal sealed record ServiceStart(Role Role, Uri Address, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Whether the store is a file, whose lock a process keeps even while it stands still; a server takes it back.</summary>
    public bool IsOnFile => Settings["ConnectionStrings__store"].StartsWith("Data Source=", StringComparison.Ordinal);

    public Process Start()
    {
        var assembly = Built(Role == Role.Trainer ? "TrainerGrain" : "InferenceService");
        var start = new ProcessStartInfo("dotnet", [assembly])
        {
            // Where its appsettings.json lies.
            WorkingDirectory = Path.GetDirectoryName(assembly),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_STARTUP_HOOKS"] = Hook, ["ASPNETCORE_URLS"] = Address.ToString() },
        };
        foreach (var (setting, value) in Settings)
        {
            start.Environment[setting] = value;
        }

        return Process.Start(start)!;
    }

    private static string Hook { get; } = Beside("Chaos.Hook", "Chaos.Hook.dll");

    private static string Built(string project) => Beside(project, $"Distributed.{project}.dll");

    /// <summary>What the build left of another project, of the same configuration as this one.</summary>
    private static string Beside(string project, string file) => Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", project, new DirectoryInfo(AppContext.BaseDirectory).Name, file));
}
