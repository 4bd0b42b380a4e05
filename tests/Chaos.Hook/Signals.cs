using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Distributed.Chaos.Hook;

/// <summary>POSIX signals to this process, which nothing in it can catch.</summary>
internal static partial class Signals
{
    private const int Kill = 9;
    private const int Stop = 19;

    public static void KillSelf() => _ = Send(Environment.ProcessId, Kill);

    /// <summary>Stops the process; another one, which outlives even the test, continues it.</summary>
    public static void PauseSelf(double seconds)
    {
        var script = string.Create(
            CultureInfo.InvariantCulture, $"exec </dev/null >/dev/null 2>&1; sleep {seconds}; kill -CONT {Environment.ProcessId}");
        using var waker = Process.Start("sh", ["-c", script]);
        _ = Send(Environment.ProcessId, Stop);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
