using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Allocates native memory for values.</summary>
public unsafe class OrtAllocator : SafeHandle
{
    private static readonly Lazy<OrtAllocator> Default = new(GetDefault);

    // The default allocator belongs to the engine, so it is never released.
    private OrtAllocator(nint handle)
        : base(handle, ownsHandle: false)
    {
    }

    /// <summary>The allocator of CPU memory.</summary>
    public static OrtAllocator DefaultInstance => Default.Value;

    /// <inheritdoc />
    public override bool IsInvalid => handle == 0;

    internal nint Pointer => handle;

    internal void Free(void* memory) => NativeStatus.ThrowIfFailed(EnvironmentApi.AllocatorFree(handle, memory));

    /// <inheritdoc />
    protected override bool ReleaseHandle() => true;

    private static OrtAllocator GetDefault()
    {
        nint allocator;
        NativeStatus.ThrowIfFailed(EnvironmentApi.GetDefaultAllocator(&allocator));
        return new OrtAllocator(allocator);
    }
}
