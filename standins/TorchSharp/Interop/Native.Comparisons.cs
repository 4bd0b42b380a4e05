using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// math.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint ta_isfinite(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_isnan(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_logical_not(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_maximum(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_minimum(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_eq(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_ne(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_lt(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_le(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_gt(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_ge(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_logical_and(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_logical_or(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_eq_scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial nint ta_ne_scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial nint ta_lt_scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial nint ta_le_scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial nint ta_gt_scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial nint ta_ge_scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial nint ta_clamp(nint t, Number* min, Number* max);

    [LibraryImport(Library)]
    internal static partial int ta_clamp_(nint t, Number* min, Number* max);

    [LibraryImport(Library)]
    internal static partial nint ta_clamp_tensor(nint t, nint min, nint max);

    [LibraryImport(Library)]
    internal static partial int ta_clamp__tensor(nint t, nint min, nint max);

    [LibraryImport(Library)]
    internal static partial nint ta_where(nint condition, nint x, nint y);
}
