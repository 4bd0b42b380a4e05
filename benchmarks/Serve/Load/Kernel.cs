using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Distributed.Bench.Serve.Load;

/// <summary>Waiting for many sockets on one thread, to the microsecond, which .NET's own sockets do through a pool of threads.</summary>
internal static partial class Kernel
{
    private const short Readable = 1;
    private const int SetTimerSlack = 29;
    private const int Interrupted = 4;

    /// <summary>Has the waits of this thread end when they are meant to; usual is up to 50 µs later.</summary>
    public static void WaitPrecisely() => _ = Control(SetTimerSlack, 1, 0, 0, 0);

    /// <summary>Waits until one of them has something to read.</summary>
    /// <param name="sockets">Whom to wait for; each is told whether it has.</param>
    /// <param name="nanoseconds">How long to wait at most.</param>
    /// <returns>How many have.</returns>
    public static int Wait(Span<Watched> sockets, long nanoseconds)
    {
        var limit = new Limit(nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000);
        var ready = Poll(sockets, (nuint)sockets.Length, limit, 0);
        return ready >= 0 ? ready
            : Marshal.GetLastPInvokeError() == Interrupted ? 0
            : throw new Win32Exception();
    }

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    private static partial int Poll(Span<Watched> sockets, nuint count, in Limit limit, nint signals);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint first, nuint second, nuint third, nuint fourth);

    /// <summary>The kernel's <c>pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Watched(int descriptor)
    {
        private readonly int _descriptor = descriptor;
        private readonly short _wanted = Readable;
        private readonly short _seen;

        /// <summary>Whether there is something to read, the end included.</summary>
        public readonly bool IsReady => _seen != 0;
    }

    /// <summary>The kernel's <c>timespec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit(long Seconds, long Nanoseconds);
}
