using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Recovery;

/// <summary>
/// Wakes every unfinished experiment when this silo comes up, when another has left, and now and then besides: nobody else might ever
/// call it again. Only the silo that has the <see cref="RecoveryDuty"/> does so; should it leave in the middle, that alone makes
/// another begin anew.
/// </summary>
public sealed partial class ExperimentRecovery(
    UnfinishedExperiments unfinished, RecoveryDuty duty, IOptions<RecoveryOptions> options, TimeProvider clock, ILogger<ExperimentRecovery> log)
    : BackgroundService
{
    private const int MostDoublings = 20;

    private int _failedSweeps;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var heard = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            // Taken before the look, so that a silo that leaves during a sweep leads to another one.
            var changed = duty.Changed.Next;
            if (duty.Take())
            {
                await SweepAsync(heard ? LogLevel.Information : LogLevel.Debug, stoppingToken);
            }

            heard = await WaitAsync(changed, stoppingToken);
        }
    }

    private async Task SweepAsync(LogLevel level, CancellationToken stopping)
    {
        var (woken, failed) = await unfinished.WakeAsync(stopping);
        _failedSweeps = failed == 0 ? 0 : _failedSweeps + 1;
        LogSwept(level, woken);
        if (failed > 0)
        {
            duty.AskForTheNextLook();
            LogNotWoken(failed, Pause);
        }
    }

    private TimeSpan Pause
    {
        get
        {
            var doubled = options.Value.RetryDelay * (1L << Math.Clamp(_failedSweeps - 1, 0, MostDoublings));
            return _failedSweeps > 0 && doubled < options.Value.Interval ? doubled : options.Value.Interval;
        }
    }

    /// <summary>True when a change came before the pause was over.</summary>
    private async Task<bool> WaitAsync(Task changed, CancellationToken stopping)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var first = await Task.WhenAny(changed, Task.Delay(Pause, clock, over.Token));
        await over.CancelAsync();
        return first == changed;
    }

    [LoggerMessage(EventId = 1101, Message = "Unfinished experiments found in the store and woken where they were not running: {Count}")]
    private partial void LogSwept(LogLevel level, int count);

    [LoggerMessage(1102, LogLevel.Warning, "{Count} unfinished experiments could not be woken; trying again in {Delay}")]
    private partial void LogNotWoken(int count, TimeSpan delay);
}
