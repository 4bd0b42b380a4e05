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

    /// <summary>A tensor from a returned handle; zero means that the call failed.</summary>
    internal static torch.Tensor Made(nint handle)
    {
        if (handle == 0)
        {
            Throw();
        }

        return new torch.Tensor(handle);
    }

    /// <summary>Throws when a call that returns 1 for success did not.</summary>
    internal static void Check(int succeeded)
    {
        if (succeeded == 0)
        {
            Throw();
        }
    }

    [DoesNotReturn]
    private static void Throw() => throw new ExternalException(Marshal.PtrToStringUTF8((nint)ta_last_error()));
}
