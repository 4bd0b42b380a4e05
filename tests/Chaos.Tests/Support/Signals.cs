using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Distributed.Chaos.Tests.Support;

/// <summary>POSIX signals. One that comes too late, after the process has ended, is no error.</summary>
internal static partial class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;

    public static void Send(int signal, params IEnumerable<int> processes)
    {
        foreach (var process in processes)
        {
            _ = SendSignal(process, signal);
        }
    }

    /// <summary>Stops processes for a while. A shell does it, so that they go on even when this process dies meanwhile.</summary>
    public static void Pause(TimeSpan length, params IEnumerable<int> processes)
    {
        var all = string.Join(' ', processes);
        var script = string.Create(
            CultureInfo.InvariantCulture, $"kill -STOP {all}; sleep {length.TotalSeconds}; kill -CONT {all}");
        var start = new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardError = true };
        using var shell = Process.Start(start);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
