namespace Microsoft.ML.OnnxRuntime;

/// <summary>Receives each log line of the engine.</summary>
/// <param name="param">What <see cref="EnvironmentCreationOptions.loggingParam"/> holds.</param>
/// <param name="severity">How severe the line is.</param>
/// <param name="category">The part of the engine it comes from.</param>
/// <param name="logId">The log id of the environment or session.</param>
/// <param name="codeLocation">The place in the engine's source.</param>
/// <param name="message">The text.</param>
public delegate void DOrtLoggingFunction(
    IntPtr param, OrtLoggingLevel severity, string category, string logId, string codeLocation, string message);

/// <summary>Options of <see cref="OrtEnv.CreateInstanceWithOptions"/>; all are optional.</summary>
public struct EnvironmentCreationOptions
{
    /// <summary>Name of the application in log lines.</summary>
    public string logId;

    /// <summary>The least severity that is logged; warning when null.</summary>
    public OrtLoggingLevel? logLevel;

    /// <summary>Handed to <see cref="loggingFunction"/> as it is.</summary>
    public IntPtr? loggingParam;

    /// <summary>Receives the log lines instead of the standard error stream.</summary>
    public DOrtLoggingFunction loggingFunction;
}
