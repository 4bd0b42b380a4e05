namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>Options of a session and of a single run.</summary>
internal static unsafe class OptionsApi
{
    internal static readonly delegate* unmanaged<nint*, nint> CreateSessionOptions = (delegate* unmanaged<nint*, nint>)OrtApi.Slot(10);
    internal static readonly delegate* unmanaged<nint, void> ReleaseSessionOptions = (delegate* unmanaged<nint, void>)OrtApi.Slot(100);
    internal static readonly delegate* unmanaged<nint, ExecutionMode, nint> SetExecutionMode =
        (delegate* unmanaged<nint, ExecutionMode, nint>)OrtApi.Slot(13);
    internal static readonly delegate* unmanaged<nint, nint> EnableMemoryPattern = (delegate* unmanaged<nint, nint>)OrtApi.Slot(16);
    internal static readonly delegate* unmanaged<nint, nint> DisableMemoryPattern = (delegate* unmanaged<nint, nint>)OrtApi.Slot(17);
    internal static readonly delegate* unmanaged<nint, nint> EnableCpuArena = (delegate* unmanaged<nint, nint>)OrtApi.Slot(18);
    internal static readonly delegate* unmanaged<nint, nint> DisableCpuArena = (delegate* unmanaged<nint, nint>)OrtApi.Slot(19);
    internal static readonly delegate* unmanaged<nint, byte*, nint> SetLogId = (delegate* unmanaged<nint, byte*, nint>)OrtApi.Slot(20);
    internal static readonly delegate* unmanaged<nint, int, nint> SetLogVerbosity = (delegate* unmanaged<nint, int, nint>)OrtApi.Slot(21);
    internal static readonly delegate* unmanaged<nint, OrtLoggingLevel, nint> SetLogSeverity =
        (delegate* unmanaged<nint, OrtLoggingLevel, nint>)OrtApi.Slot(22);
    internal static readonly delegate* unmanaged<nint, GraphOptimizationLevel, nint> SetGraphOptimizationLevel =
        (delegate* unmanaged<nint, GraphOptimizationLevel, nint>)OrtApi.Slot(23);
    internal static readonly delegate* unmanaged<nint, int, nint> SetIntraOpThreads = (delegate* unmanaged<nint, int, nint>)OrtApi.Slot(24);
    internal static readonly delegate* unmanaged<nint, int, nint> SetInterOpThreads = (delegate* unmanaged<nint, int, nint>)OrtApi.Slot(25);
    internal static readonly delegate* unmanaged<nint, byte*, byte*, nint> AddSessionConfigEntry =
        (delegate* unmanaged<nint, byte*, byte*, nint>)OrtApi.Slot(130);

    internal static readonly delegate* unmanaged<nint*, nint> CreateRunOptions = (delegate* unmanaged<nint*, nint>)OrtApi.Slot(39);
    internal static readonly delegate* unmanaged<nint, void> ReleaseRunOptions = (delegate* unmanaged<nint, void>)OrtApi.Slot(97);
    internal static readonly delegate* unmanaged<nint, int, nint> SetRunLogVerbosity = (delegate* unmanaged<nint, int, nint>)OrtApi.Slot(40);
    internal static readonly delegate* unmanaged<nint, OrtLoggingLevel, nint> SetRunLogSeverity =
        (delegate* unmanaged<nint, OrtLoggingLevel, nint>)OrtApi.Slot(41);
    internal static readonly delegate* unmanaged<nint, byte*, nint> SetRunTag = (delegate* unmanaged<nint, byte*, nint>)OrtApi.Slot(42);
    internal static readonly delegate* unmanaged<nint, nint> SetTerminate = (delegate* unmanaged<nint, nint>)OrtApi.Slot(46);
    internal static readonly delegate* unmanaged<nint, nint> UnsetTerminate = (delegate* unmanaged<nint, nint>)OrtApi.Slot(47);
    internal static readonly delegate* unmanaged<nint, byte*, byte*, nint> AddRunConfigEntry =
        (delegate* unmanaged<nint, byte*, byte*, nint>)OrtApi.Slot(165);
}
