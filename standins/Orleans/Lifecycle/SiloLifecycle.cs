using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Lifecycle;

/// <inheritdoc/>
internal sealed partial class SiloLifecycle(ILogger<SiloLifecycle> logger) : LifecycleSubject, ISiloLifecycle
{
    public int HighestCompletedStage { get; private set; } = int.MinValue;

    public int LowestStoppedStage { get; private set; } = int.MaxValue;

    protected override void OnStarted(int stage) => HighestCompletedStage = stage;

    protected override void OnStopped(int stage) => LowestStoppedStage = stage;

    protected override void OnStopFailed(int stage, Exception exception) => LogStopFailed(exception, stage);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stopping lifecycle encountered an error at stage '{Stage}'. Continuing to stop.")]
    private partial void LogStopFailed(Exception exception, int stage);
}
