using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// shapes.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint ta_clone(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_contiguous(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_t(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_view(nint t, Longs shape);

    [LibraryImport(Library)]
    internal static partial nint ta_reshape(nint t, Longs shape);

    [LibraryImport(Library)]
    internal static partial nint ta_expand(nint t, Longs shape);

    [LibraryImport(Library)]
    internal static partial nint ta_permute(nint t, Longs dims);

    [LibraryImport(Library)]
    internal static partial nint ta_flatten(nint t, long start, long end);

    [LibraryImport(Library)]
    internal static partial nint ta_transpose(nint t, long a, long b);

    [LibraryImport(Library)]
    internal static partial nint ta_squeeze(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_squeeze_dim(nint t, long dim);

    [LibraryImport(Library)]
    internal static partial nint ta_unsqueeze(nint t, long dim);

    [LibraryImport(Library)]
    internal static partial nint ta_select(nint t, long dim, long index);

    [LibraryImport(Library)]
    internal static partial nint ta_narrow(nint t, long dim, long start, long length);

    [LibraryImport(Library)]
    internal static partial nint ta_slice(nint t, long dim, long start, long finish, long step);

    [LibraryImport(Library)]
    internal static partial nint ta_index_select(nint t, long dim, nint index);

    [LibraryImport(Library)]
    internal static partial nint ta_cat(nint* tensors, long count, long dim);

    [LibraryImport(Library)]
    internal static partial nint ta_stack(nint* tensors, long count, long dim);
}
