using System.Diagnostics;

namespace Distributed.Bench;

/// <summary>Our own services, as the build left them.</summary>
internal static class Service
{
    /// <summary>Starts a service on a store.</summary>
    public static Task<ServerProcess> StartAsync(string project, string store)
    {
        var address = new Uri($"http://127.0.0.1:{ServerProcess.FreePort()}");
        return ServerProcess.StartAsync(Start(project, store, address.ToString()), address);
    }

    /// <summary>How to start a service on a store.</summary>
    /// <param name="project">Its project.</param>
    /// <param name="store">Connection string.</param>
    /// <param name="addresses">Where it listens, separated by semicolons.</param>
    public static ProcessStartInfo Start(string project, string store, string addresses)
    {
        var start = Program(project, $"Distributed.{project}.dll", addresses);
        start.Environment["ConnectionStrings__store"] = store;
        start.Environment["Orleans__Endpoints__SiloPort"] = $"{ServerProcess.FreePort()}";
        start.Environment["Orleans__Endpoints__GatewayPort"] = $"{ServerProcess.FreePort()}";
        return start;
    }

    /// <summary>How to start a web program of this repository.</summary>
    public static ProcessStartInfo Program(string project, string file, string addresses, params string[] arguments)
    {
        var assembly = Built(project, file);
        return new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly),
            Environment =
            {
                ["ASPNETCORE_URLS"] = addresses,
                ["Logging__LogLevel__Default"] = "Warning",
            },
        };
    }

    /// <summary>Has the program tell what it allocates, see <see cref="ServerProcess.ReadAllocatedAsync"/>.</summary>
    public static ProcessStartInfo WithHook(ProcessStartInfo start)
    {
        start.Environment["DOTNET_STARTUP_HOOKS"] = Built("Bench.Hook", "Bench.Hook.dll");
        return start;
    }

    /// <summary>A file that the build of a project has made.</summary>
    public static string Built(string project, string file) => Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", project, new DirectoryInfo(AppContext.BaseDirectory).Name, file));
}
