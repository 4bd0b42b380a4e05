using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// nn.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint ta_linear(nint input, nint weight, nint bias);

    [LibraryImport(Library)]
    internal static partial int ta_kaiming_uniform_(nint t, double a);

    [LibraryImport(Library)]
    internal static partial int ta_init_uniform_(nint t, double low, double high);

    [LibraryImport(Library)]
    internal static partial nint ta_mse_loss(nint input, nint target, long reduction);

    [LibraryImport(Library)]
    internal static partial nint ta_l1_loss(nint input, nint target, long reduction);

    [LibraryImport(Library)]
    internal static partial nint ta_huber_loss(nint input, nint target, long reduction, double delta);

    [LibraryImport(Library)]
    internal static partial nint ta_smooth_l1_loss(nint input, nint target, long reduction, double beta);
}
