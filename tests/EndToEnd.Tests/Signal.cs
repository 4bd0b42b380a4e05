using System.Runtime.InteropServices;

namespace Distributed.EndToEnd.Tests;

/// <summary>POSIX signals.</summary>
internal static partial class Signal
{
    public const int Terminate = 15;
    public const int Kill = 9;

    public static void Send(int process, int signal) => Assert.Equal(0, KillProcess(process, signal));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillProcess(int pid, int signal);
}
