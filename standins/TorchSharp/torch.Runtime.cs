using System.Runtime.InteropServices;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

/// <summary>PyTorch's functions, under PyTorch's names.</summary>
public static partial class torch
{
    /// <summary>The version of libtorch, in four parts as package versions have it.</summary>
    public static unsafe string __version__ { get; } = Marshal.PtrToStringUTF8((nint)ta_version()) + ".0";

    /// <summary>A package version without a zero fourth part.</summary>
    public static string NormalizeNuGetVersion(string versionString)
    {
        var version = Version.Parse(versionString);
        return version.Revision > 0 ? version.ToString(4) : version.ToString(Math.Min(3, version.Build < 0 ? 2 : 3));
    }

    public static int get_num_threads() => ta_get_num_threads();

    public static void set_num_threads(int num) => Check(ta_set_num_threads(num));

    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.NewDisposeScope();
}
