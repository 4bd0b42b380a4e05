using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Activations;
using Orleans.Dispatch;
using Orleans.Runtime;

namespace Orleans.Timers;

/// <summary>Sends its activation a message at each tick; the next tick is set when the callback has ended, so ticks never overlap.</summary>
internal sealed partial class GrainTimer : IGrainTimer
{
    private static readonly GrainInterfaceType InterfaceType = GrainInterfaceType.Create("Orleans.Runtime.IGrainTimerInvoker");

    private readonly CancellationTokenSource _disposed = new();
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly bool _interleave;
    private readonly bool _keepAlive;
    private readonly ITimer _timer;
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _isFiring;
    private bool _isChanged;

    private GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _interleave = options.Interleave;
        _keepAlive = options.KeepAlive;
        var restoreFlow = !ExecutionContext.IsFlowSuppressed();
        var flow = restoreFlow ? ExecutionContext.SuppressFlow() : default;
        _timer = activation.Time.CreateTimer(
            static timer => ((GrainTimer)timer!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (restoreFlow)
        {
            flow.Undo();
        }

        activation.AddTimer(this);
        Change(options.DueTime, options.Period);
    }

    public static IGrainTimer Register<TState>(
        IGrainContext context, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        if (RuntimeContext.Current is not { } current)
        {
            throw new InvalidSchedulingContextException(
                "Current grain context is null. Please make sure you are not trying to create a Timer from outside Orleans Task Scheduler, "
                + "which will be the case if you create it inside Task.Run.");
        }

        return ReferenceEquals(current, context)
            ? new GrainTimer((Activation)context, token => callback(state, token), options)
            : throw new InvalidOperationException("Current grain context differs from specified grain context.");
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, nameof(dueTime));
        Validate(period, nameof(period));
        _dueTime = dueTime;
        _period = period;
        _isChanged = true;
        if (!_isFiring)
        {
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _timer.Dispose();
        _activation.RemoveTimer(this);
    }

    /// <summary>Runs one tick in a turn of the activation.</summary>
    internal async Task Run()
    {
        if (_disposed.IsCancellationRequested)
        {
            return;
        }

        _isChanged = false;
        try
        {
            await _callback(_disposed.Token);
        }
        catch (Exception exception)
        {
            LogFailure(_activation.ActivationServices.GetRequiredService<ILogger<GrainTimer>>(), exception, _activation.GrainId);
            throw;
        }
        finally
        {
            _isFiring = false;
            _timer.Change(_isChanged ? _dueTime : _period, Timeout.InfiniteTimeSpan);
        }
    }

    private static void Validate(TimeSpan time, string name)
    {
        const uint MaxSupportedTimeout = 0xfffffffe;
        ArgumentOutOfRangeException.ThrowIfLessThan((long)time.TotalMilliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)time.TotalMilliseconds, MaxSupportedTimeout, name);
    }

    private void OnDue()
    {
        _isFiring = true;
        _activation.TryReceive(new Message
        {
            Direction = MessageDirection.OneWay,
            SendingGrain = _activation.GrainId,
            TargetGrain = _activation.GrainId,
            InterfaceType = InterfaceType,
            Body = new TimerTick(this),
            IsAlwaysInterleave = _interleave,
            IsKeepAlive = _keepAlive,
            IsLocalOnly = true,
        });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Caught and ignored exception thrown from timer callback of grain '{GrainId}'.")]
    private static partial void LogFailure(ILogger logger, Exception exception, GrainId grainId);
}
