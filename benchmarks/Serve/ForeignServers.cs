using System.Diagnostics;

namespace Distributed.Bench.Serve;

/// <summary>How to start a server that is not ours.</summary>
/// <param name="model">The model's file.</param>
/// <param name="port">Where it is to listen.</param>
internal delegate ProcessStartInfo ForeignServer(string model, int port);

/// <summary>Servers as others would write them, one worker a core.</summary>
internal static class ForeignServers
{
    // Where setup puts the packages of npm.
    private static readonly string NodeModules = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "engines", "onnxruntime", "node_modules"));

    public static ProcessStartInfo Node(string model, int port) =>
        new("node", [Beside("server.js"), model, $"{port}", $"{Machine.Cores}"]) { Environment = { ["NODE_PATH"] = NodeModules } };

    public static ProcessStartInfo FastApi(string model, int port) =>
        new("/usr/bin/python3", [Beside("server.py"), model, $"{port}", $"{Machine.Cores}"]);

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, "Serve", "Foreign", file);
}
