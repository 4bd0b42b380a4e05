using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Says where memory lies that a value is made over.</summary>
public unsafe class OrtMemoryInfo : SafeHandle
{
    // The native enumerations: memory got from the device itself, of the device's ordinary kind for the CPU.
    private const int DeviceAllocator = 0;
    private const int CpuMemory = -1;

    private static readonly Lazy<OrtMemoryInfo> Default = new(CreateCpu);

    private OrtMemoryInfo(nint handle)
        : base(handle, ownsHandle: true)
    {
    }

    /// <summary>CPU memory, managed or native.</summary>
    public static OrtMemoryInfo DefaultInstance => Default.Value;

    /// <inheritdoc />
    public override bool IsInvalid => handle == 0;

    internal nint Pointer => handle;

    /// <inheritdoc />
    protected override bool ReleaseHandle()
    {
        EnvironmentApi.ReleaseMemoryInfo(handle);
        handle = 0;
        return true;
    }

    private static OrtMemoryInfo CreateCpu()
    {
        nint info;
        NativeStatus.ThrowIfFailed(EnvironmentApi.CreateCpuMemoryInfo(DeviceAllocator, CpuMemory, &info));
        return new OrtMemoryInfo(info);
    }
}
