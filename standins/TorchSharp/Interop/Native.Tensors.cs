using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// tensors.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial void ta_free(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_alias(nint t);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long ta_dim(nint t);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long ta_numel(nint t);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long ta_element_size(nint t);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int ta_dtype(nint t);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int ta_is_contiguous(nint t);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nint ta_data(nint t);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void ta_shape(nint t, long* sizes);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void ta_strides(nint t, long* strides);

    [LibraryImport(Library)]
    internal static partial int ta_size(nint t, long dim, long* size);

    [LibraryImport(Library)]
    internal static partial nint ta_from_memory(void* data, int source, Longs shape, int type);

    [LibraryImport(Library)]
    internal static partial nint ta_empty(Longs shape, int type);

    [LibraryImport(Library)]
    internal static partial nint ta_full(Longs shape, Number value, int type);

    [LibraryImport(Library)]
    internal static partial nint ta_full_like(nint t, Number value, int type);

    [LibraryImport(Library)]
    internal static partial nint ta_arange(Number start, Number stop, Number step, int type);

    [LibraryImport(Library)]
    internal static partial nint ta_rand(Longs shape, nint generator, int type);

    [LibraryImport(Library)]
    internal static partial nint ta_randn(Longs shape, nint generator, int type);

    [LibraryImport(Library)]
    internal static partial int ta_uniform_(nint t, double low, double high, nint generator);

    [LibraryImport(Library)]
    internal static partial int ta_normal_(nint t, double mean, double std, nint generator);

    [LibraryImport(Library)]
    internal static partial nint ta_to(nint t, int type, int copy);

    [LibraryImport(Library)]
    internal static partial int ta_item(nint t, double* real, long* integral);

    [LibraryImport(Library)]
    internal static partial int ta_equal(nint a, nint b, int* result);

    [LibraryImport(Library)]
    internal static partial int ta_allclose(nint a, nint b, double rtol, double atol, int equalNan, int* result);
}
