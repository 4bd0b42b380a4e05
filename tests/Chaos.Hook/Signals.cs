using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Distributed.Chaos.Hook;

/// <summary>POSIX signals to this process, which nothing in it can catch.</summary>
internal static partial class Signals
{
    private const int Kill = 9;

    public static void KillSelf() => _ = Send(Environment.ProcessId, Kill);

    /// <summary>Has the process stopped, and continued, by another one, which outlives even the test.</summary>
    public static void PauseSelf(double seconds)
    {
        var script = string.Create(
            CultureInfo.InvariantCulture, $"exec </dev/null >/dev/null 2>&1; kill -STOP $0; sleep {seconds}; kill -CONT $0");
        using var waker = Process.Start("sh", ["-c", script, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        waker.WaitForExit();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
