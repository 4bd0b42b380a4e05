using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>The process-wide environment of the engine, created at first use.</summary>
public sealed unsafe class OrtEnv : SafeHandle
{
    private const string DefaultLogId = "CSharpOnnxRuntime";

    private static EnvironmentCreationOptions _createOptions;
    private static Lazy<OrtEnv> _instance = new(Create);

    // The native logger calls a static function, so the user's function must be static too.
    private static DOrtLoggingFunction _log;

    private OrtEnv(nint handle)
        : base(handle, ownsHandle: true)
    {
    }

    /// <summary>True as soon as the environment exists.</summary>
    public static bool IsCreated => _instance.IsValueCreated;

    /// <inheritdoc />
    public override bool IsInvalid => handle == 0;

    internal nint Handle => handle;

    /// <summary>The environment, created with default options if there is none yet.</summary>
    public static OrtEnv Instance() => _instance.Value;

    /// <summary>Creates the environment with options.</summary>
    /// <exception cref="OnnxRuntimeException">The environment exists already.</exception>
    public static OrtEnv CreateInstanceWithOptions(ref EnvironmentCreationOptions options)
    {
        if (IsCreated)
        {
            throw new OnnxRuntimeException(
                ErrorCode.RuntimeException, "OrtEnv singleton instance already exists, supplied options would not have effect");
        }

        _createOptions = options;
        return _instance.Value;
    }

    /// <summary>Version of the native library, such as <c>1.23.2</c>.</summary>
    public string GetVersionString() => OrtApi.VersionString;

    /// <inheritdoc />
    protected override bool ReleaseHandle()
    {
        EnvironmentApi.Release(handle);
        handle = 0;
        _instance = new Lazy<OrtEnv>(Create);
        return true;
    }

    private static OrtEnv Create()
    {
        var options = _createOptions;
        var level = options.logLevel ?? OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING;
        _log = options.loggingFunction;
        nint environment;
        fixed (byte* logId = Utf8.ZeroTerminated(string.IsNullOrEmpty(options.logId) ? DefaultLogId : options.logId))
        {
            NativeStatus.ThrowIfFailed(_log is null
                ? EnvironmentApi.Create(level, logId, &environment)
                : EnvironmentApi.CreateWithLogger(&Log, options.loggingParam ?? 0, level, logId, &environment));
        }

        return new OrtEnv(environment);
    }

    [UnmanagedCallersOnly]
    private static void Log(nint param, OrtLoggingLevel severity, byte* category, byte* logId, byte* codeLocation, byte* message) =>
        _log(param, severity, Utf8.Read(category), Utf8.Read(logId), Utf8.Read(codeLocation), Utf8.Read(message));
}
