using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// runtime.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial byte* ta_last_error();

    [LibraryImport(Library)]
    internal static partial byte* ta_version();

    [LibraryImport(Library)]
    internal static partial int ta_get_num_threads();

    [LibraryImport(Library)]
    internal static partial int ta_set_num_threads(int count);

    [LibraryImport(Library)]
    internal static partial nint ta_generator_default();

    [LibraryImport(Library)]
    internal static partial nint ta_generator_new(ulong seed);

    [LibraryImport(Library)]
    internal static partial void ta_generator_free(nint generator);

    [LibraryImport(Library)]
    internal static partial void ta_generator_seed(nint generator, long seed);

    [LibraryImport(Library)]
    internal static partial long ta_generator_initial_seed(nint generator);

    [LibraryImport(Library)]
    internal static partial nint ta_generator_get_state(nint generator);

    [LibraryImport(Library)]
    internal static partial int ta_generator_set_state(nint generator, nint state);
}
