namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>The process-wide environment, the default allocator and the description of CPU memory.</summary>
internal static unsafe class EnvironmentApi
{
    internal static readonly delegate* unmanaged<OrtLoggingLevel, byte*, nint*, nint> Create =
        (delegate* unmanaged<OrtLoggingLevel, byte*, nint*, nint>)OrtApi.Slot(3);

    internal static readonly delegate* unmanaged<
        delegate* unmanaged<nint, OrtLoggingLevel, byte*, byte*, byte*, byte*, void>, nint, OrtLoggingLevel, byte*, nint*, nint> CreateWithLogger =
        (delegate* unmanaged<
            delegate* unmanaged<nint, OrtLoggingLevel, byte*, byte*, byte*, byte*, void>, nint, OrtLoggingLevel, byte*, nint*, nint>)OrtApi.Slot(4);

    internal static readonly delegate* unmanaged<nint, void> Release = (delegate* unmanaged<nint, void>)OrtApi.Slot(92);

    internal static readonly delegate* unmanaged<int, int, nint*, nint> CreateCpuMemoryInfo =
        (delegate* unmanaged<int, int, nint*, nint>)OrtApi.Slot(69);

    internal static readonly delegate* unmanaged<nint, void> ReleaseMemoryInfo = (delegate* unmanaged<nint, void>)OrtApi.Slot(94);

    internal static readonly delegate* unmanaged<nint*, nint> GetDefaultAllocator =
        (delegate* unmanaged<nint*, nint>)OrtApi.Slot(78);

    internal static readonly delegate* unmanaged<nint, void*, nint> AllocatorFree =
        (delegate* unmanaged<nint, void*, nint>)OrtApi.Slot(76);
}
