using System.Diagnostics;
using Distributed.Chaos.Tests.Faults;

namespace Distributed.Chaos.Tests.Processes;

/// <summary>A trainer or an inference service as the build left it, with the hook that springs traps in it.</summary>
internal sealed class ServiceProcess(
    string name, Role role, Uri address, string log, IReadOnlyDictionary<string, string> settings, History history)
    : Victim(name, role, log, history)
{
    private static readonly HttpClient Health = new() { Timeout = TimeSpan.FromSeconds(5) };

    public Uri Address => address;

    protected override ProcessStartInfo CreateStart()
    {
        var assembly = Path.Combine(Built(Role == Role.Trainer ? "TrainerGrain" : "InferenceService"));
        var start = new ProcessStartInfo("dotnet", [assembly])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_STARTUP_HOOKS"] = Hook, ["ASPNETCORE_URLS"] = address.ToString() },
        };
        foreach (var (setting, value) in settings)
        {
            start.Environment[setting] = value;
        }

        return start;
    }

    protected override async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var response = await Health.GetAsync(new Uri(address, "/health"));
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static string Hook { get; } = Beside("Chaos.Hook", "Chaos.Hook.dll");

    private static string Built(string project) => Beside(project, $"Distributed.{project}.dll");

    /// <summary>What the build left of another project, of the same configuration as this one.</summary>
    private static string Beside(string project, string file) => Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", project, new DirectoryInfo(AppContext.BaseDirectory).Name, file));
}
