using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Options of a single run.</summary>
public unsafe class RunOptions : SafeHandle
{
    /// <summary>Default options.</summary>
    public RunOptions()
        : base(0, ownsHandle: true)
    {
        nint options;
        NativeStatus.ThrowIfFailed(OptionsApi.CreateRunOptions(&options));
        handle = options;
    }

    /// <inheritdoc />
    public override bool IsInvalid => handle == 0;

    /// <summary>The least severity that the run logs.</summary>
    public OrtLoggingLevel LogSeverityLevel
    {
        get;
        set
        {
            NativeStatus.ThrowIfFailed(OptionsApi.SetRunLogSeverity(handle, value));
            field = value;
        }
    } = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING;

    /// <summary>Detail of verbose log lines, from 0 up.</summary>
    public int LogVerbosityLevel
    {
        get;
        set
        {
            NativeStatus.ThrowIfFailed(OptionsApi.SetRunLogVerbosity(handle, value));
            field = value;
        }
    }

    /// <summary>Name of the run in log lines.</summary>
    public string LogId
    {
        get;
        set
        {
            fixed (byte* text = Utf8.ZeroTerminated(value))
            {
                NativeStatus.ThrowIfFailed(OptionsApi.SetRunTag(handle, text));
            }

            field = value;
        }
    } = string.Empty;

    /// <summary>While true, every run that uses these options ends with an error.</summary>
    public bool Terminate
    {
        get;
        set
        {
            NativeStatus.ThrowIfFailed(value ? OptionsApi.SetTerminate(handle) : OptionsApi.UnsetTerminate(handle));
            field = value;
        }
    }

    internal nint Handle => handle;

    /// <summary>Sets a named option of the run; an earlier value of the key is replaced.</summary>
    /// <param name="configKey">The key.</param>
    /// <param name="configValue">The value.</param>
    public void AddRunConfigEntry(string configKey, string configValue)
    {
        fixed (byte* key = Utf8.ZeroTerminated(configKey), text = Utf8.ZeroTerminated(configValue))
        {
            NativeStatus.ThrowIfFailed(OptionsApi.AddRunConfigEntry(handle, key, text));
        }
    }

    /// <inheritdoc />
    protected override bool ReleaseHandle()
    {
        OptionsApi.ReleaseRunOptions(handle);
        handle = 0;
        return true;
    }
}
