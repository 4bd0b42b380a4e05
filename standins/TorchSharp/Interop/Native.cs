using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]

namespace TorchSharp.Interop;

/// <summary>
/// The native functions of native/*.cpp, one partial file per source file. All arguments are blittable.
/// Only calls that read a field or two skip the GC transition.
/// </summary>
internal static unsafe partial class Native
{
    private const string Library = "torchabi";

    /// <summary>
    /// A tensor from a returned handle; zero means that the call failed. The tensors whose handles went into the call are
    /// passed as well: whoever holds them could otherwise be finalized while native code still works on them.
    /// </summary>
    internal static torch.Tensor Made(nint handle, torch.Tensor? a = null, torch.Tensor? b = null, torch.Tensor? c = null)
    {
        KeepAlive(a, b, c);
        if (handle == 0)
        {
            Throw();
        }

        return new torch.Tensor(handle);
    }

    /// <summary>Throws when a call that returns 1 for success did not; takes tensors for the same reason as <see cref="Made"/>.</summary>
    internal static void Check(int succeeded, torch.Tensor? a = null, torch.Tensor? b = null, torch.Tensor? c = null)
    {
        KeepAlive(a, b, c);
        if (succeeded == 0)
        {
            Throw();
        }
    }

    private static void KeepAlive(torch.Tensor? a, torch.Tensor? b, torch.Tensor? c)
    {
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(c);
    }

    [DoesNotReturn]
    private static void Throw() => throw new ExternalException(Marshal.PtrToStringUTF8((nint)ta_last_error()));
}
