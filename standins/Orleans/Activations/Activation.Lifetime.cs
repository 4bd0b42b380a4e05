using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Dispatch;
using Orleans.Lifecycle;
using Orleans.Runtime;
using Orleans.Telemetry;

namespace Orleans.Activations;

/// <summary>This part: how it starts and stops.</summary>
internal sealed partial class Activation
{
    private CancellationTokenSource? _activating;
    private CancellationTokenSource? _deactivating;
    private DeactivationReason _reason;
    private State _state = State.Activating;
    private volatile bool _isStarting;
    private bool _wasValid;
    private bool _isFinishing;

    private enum State
    {
        Activating,
        Valid,
        Deactivating,
        Invalid,
    }

    public void Activate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default)
    {
        _isStarting = true;
        _scope = _runtime.Scopes.CreateAsyncScope();
        _activating = new(_runtime.Collection.ActivationTimeout);
        _scheduler.QueueDetached(_ => _ = StartAsync(requestContext, _activating.Token), this);
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_state is State.Deactivating or State.Invalid)
            {
                return;
            }

            _wasValid = _state is State.Valid;
            _state = State.Deactivating;
            _reason = deactivationReason;
            _deactivating = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _deactivating.CancelAfter(_runtime.Collection.DeactivationTimeout);
        }

        _activating?.Cancel();
        QueuePump();
    }

    private async Task StartAsync(Dictionary<string, object>? requestContext, CancellationToken token)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            if (!await TryRegisterAsync(token))
            {
                return;
            }

            RequestContext.Import(requestContext);
            GrainInstance = Class.Activator.Create(this);
            (GrainInstance as ILifecycleParticipant<IGrainLifecycle>)?.Participate(ObservableLifecycle);
            await (_lifecycle?.OnStart(token).WaitAsync(token) ?? Task.CompletedTask);
            await ((GrainInstance as IGrainBase)?.OnActivateAsync(token).WaitAsync(token) ?? Task.CompletedTask);
            _runtime.Instruments.OnActivated(Class.Name, Stopwatch.GetElapsedTime(started));
            BecomeValid();
        }
        catch (Exception exception)
        {
            _runtime.Instruments.OnActivationFailed();
            LogActivationFailed(_runtime.Logger, exception, GrainId);
            Deactivate(new(DeactivationReasonCode.ActivationFailed, exception, "Failed to activate grain."), CancellationToken.None);
        }
        finally
        {
            _activating!.CancelAfter(Timeout.InfiniteTimeSpan);
            _activating = null;
            _isStarting = false;
            QueuePump();
        }
    }

    private void BecomeValid()
    {
        lock (_gate)
        {
            _state = _state is State.Activating ? State.Valid : _state;
            _idleSince = Stopwatch.GetTimestamp();
        }
    }

    private void FinishIfQuiet()
    {
        lock (_gate)
        {
            if (_state is not State.Deactivating || _isFinishing || _isStarting || _running.Count > 0)
            {
                return;
            }

            _isFinishing = true;
        }

        _ = FinishAsync();
    }

    private async Task FinishAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var token = _deactivating!.Token;
        DisposeTimers();
        if (_wasValid && GrainInstance is IGrainBase grain)
        {
            await Guarded(() => grain.OnDeactivateAsync(_reason, token).WaitAsync(token));
        }

        await Guarded(() => _lifecycle?.OnStop(token).WaitAsync(token) ?? Task.CompletedTask);
        await Guarded(() => UnregisterAsync(token));
        _onStopped(this);
        await Guarded(() => DisposeAsync().AsTask());
        Message[] left;
        lock (_gate)
        {
            _state = State.Invalid;
            left = [.. _waiting.Where(m => !m.IsLocalOnly)];
            _waiting.Clear();
        }

        _runtime.Instruments.OnDeactivated(Class.Name, _wasValid, _reason.ReasonCode, Stopwatch.GetElapsedTime(started));
        _deactivating.Dispose();
        _deactivated.TrySetResult();
        SendAway(left);
    }

    private void SendAway(Message[] left)
    {
        foreach (var message in left)
        {
            // A grain that could not start would not start elsewhere either; one that has stopped starts again.
            if (_reason.Exception is { } exception)
            {
                _runtime.Messages.Reject(message, exception);
            }
            else
            {
                _runtime.Messages.Forward(message);
            }
        }
    }

    private async Task Guarded(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception exception)
        {
            LogDeactivationFailed(_runtime.Logger, exception, GrainId);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Error activating grain {GrainId}")]
    private static partial void LogActivationFailed(ILogger logger, Exception exception, GrainId grainId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Error deactivating grain {GrainId}")]
    private static partial void LogDeactivationFailed(ILogger logger, Exception exception, GrainId grainId);
}
