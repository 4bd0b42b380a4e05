using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>How a session is made and runs. A session copies them when it is created.</summary>
public unsafe class SessionOptions : SafeHandle
{
    /// <summary>Default options; creates the environment if there is none yet.</summary>
    public SessionOptions()
        : base(0, ownsHandle: true)
    {
        nint options;
        NativeStatus.ThrowIfFailed(OptionsApi.CreateSessionOptions(&options));
        handle = options;
        OrtEnv.Instance();
    }

    /// <inheritdoc />
    public override bool IsInvalid => handle == 0;

    /// <summary>Threads that share the work inside a node; 0 leaves the choice to the engine, 1 makes no thread pool.</summary>
    public int IntraOpNumThreads
    {
        get;
        set
        {
            NativeStatus.ThrowIfFailed(OptionsApi.SetIntraOpThreads(handle, value));
            field = value;
        }
    }

    /// <summary>Threads that run nodes side by side in parallel mode; 0 leaves the choice to the engine.</summary>
    public int InterOpNumThreads
    {
        get;
        set
        {
            NativeStatus.ThrowIfFailed(OptionsApi.SetInterOpThreads(handle, value));
            field = value;
        }
    }

    /// <summary>Whether nodes run one after another.</summary>
    public ExecutionMode ExecutionMode
    {
        get;
        set
        {
            NativeStatus.ThrowIfFailed(OptionsApi.SetExecutionMode(handle, value));
            field = value;
        }
    } = ExecutionMode.ORT_SEQUENTIAL;

    /// <summary>How far the graph is rewritten.</summary>
    public GraphOptimizationLevel GraphOptimizationLevel
    {
        get;
        set
        {
            NativeStatus.ThrowIfFailed(OptionsApi.SetGraphOptimizationLevel(handle, value));
            field = value;
        }
    } = GraphOptimizationLevel.ORT_ENABLE_ALL;

    /// <summary>Whether CPU memory comes from an arena that keeps freed memory.</summary>
    public bool EnableCpuMemArena
    {
        get;
        set
        {
            NativeStatus.ThrowIfFailed(value ? OptionsApi.EnableCpuArena(handle) : OptionsApi.DisableCpuArena(handle));
            field = value;
        }
    } = true;

    /// <summary>Whether the memory need of the first run is remembered for the next ones.</summary>
    public bool EnableMemoryPattern
    {
        get;
        set
        {
            NativeStatus.ThrowIfFailed(value ? OptionsApi.EnableMemoryPattern(handle) : OptionsApi.DisableMemoryPattern(handle));
            field = value;
        }
    } = true;

    /// <summary>Name of the session in log lines.</summary>
    public string LogId
    {
        get;
        set
        {
            fixed (byte* text = Utf8.ZeroTerminated(value))
            {
                NativeStatus.ThrowIfFailed(OptionsApi.SetLogId(handle, text));
            }

            field = value;
        }
    } = string.Empty;

    /// <summary>The least severity that the session logs.</summary>
    public OrtLoggingLevel LogSeverityLevel
    {
        get;
        set
        {
            NativeStatus.ThrowIfFailed(OptionsApi.SetLogSeverity(handle, value));
            field = value;
        }
    } = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING;

    /// <summary>Detail of verbose log lines, from 0 up.</summary>
    public int LogVerbosityLevel
    {
        get;
        set
        {
            NativeStatus.ThrowIfFailed(OptionsApi.SetLogVerbosity(handle, value));
            field = value;
        }
    }

    internal nint Handle => handle;

    /// <summary>Sets a named option, such as <c>session.intra_op.allow_spinning</c>; an earlier value of the key is replaced.</summary>
    /// <param name="configKey">The key.</param>
    /// <param name="configValue">The value.</param>
    public void AddSessionConfigEntry(string configKey, string configValue)
    {
        fixed (byte* key = Utf8.ZeroTerminated(configKey), text = Utf8.ZeroTerminated(configValue))
        {
            NativeStatus.ThrowIfFailed(OptionsApi.AddSessionConfigEntry(handle, key, text));
        }
    }

    /// <inheritdoc />
    protected override bool ReleaseHandle()
    {
        OptionsApi.ReleaseSessionOptions(handle);
        handle = 0;
        return true;
    }
}
