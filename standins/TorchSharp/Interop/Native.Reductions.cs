using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// math.cpp
internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint ta_all(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_any(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_mean(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_max(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_min(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_sum(nint t, int type);

    [LibraryImport(Library)]
    internal static partial nint ta_sum_dims(nint t, Longs dims, int keepdim, int type);

    [LibraryImport(Library)]
    internal static partial nint ta_mean_dims(nint t, Longs dims, int keepdim, int type);

    [LibraryImport(Library)]
    internal static partial nint ta_all_dim(nint t, long dim, int keepdim);

    [LibraryImport(Library)]
    internal static partial nint ta_any_dim(nint t, long dim, int keepdim);
}
