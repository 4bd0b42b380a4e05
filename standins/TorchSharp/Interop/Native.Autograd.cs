using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// autograd.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int ta_is_leaf(nint t);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int ta_requires_grad(nint t);

    [LibraryImport(Library)]
    internal static partial int ta_set_requires_grad(nint t, int value);

    [LibraryImport(Library)]
    internal static partial int ta_retain_grad(nint t);

    [LibraryImport(Library)]
    internal static partial int ta_grad(nint t, nint* grad);

    [LibraryImport(Library)]
    internal static partial int ta_set_grad(nint t, nint grad);

    [LibraryImport(Library)]
    internal static partial int ta_backward(nint t, nint gradient, int retainGraph, int createGraph);

    [LibraryImport(Library)]
    internal static partial nint ta_detach(nint t);

    [LibraryImport(Library)]
    internal static partial int ta_detach_(nint t);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int ta_is_grad_enabled();

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void ta_set_grad_enabled(int enabled);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int ta_is_inference_mode();

    [LibraryImport(Library)]
    internal static partial nint ta_inference_mode_enter(int enabled);

    [LibraryImport(Library)]
    internal static partial void ta_inference_mode_leave(nint guard);
}
