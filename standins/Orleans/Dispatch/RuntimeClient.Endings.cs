using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Dispatch;

/// <summary>This part: the endings of a call other than its answer.</summary>
internal sealed partial class RuntimeClient
{
    /// <summary>Ends all calls: no answer can arrive any more.</summary>
    public void Stop()
    {
        _stopped = true;
        foreach (var call in _pending.Values)
        {
            End(call, Stopped(call.Message));
        }
    }

    /// <summary>Ends the calls whose answer cannot arrive because of what has become of a silo.</summary>
    public void EndWhere(Func<Message, bool> isLost)
    {
        foreach (var call in _pending.Values.Where(c => isLost(c.Message)))
        {
            End(call, TargetGone(call.Message));
        }
    }

    /// <summary>What a caller learns when the silo it called is gone.</summary>
    public static SiloUnavailableException TargetGone(Message message) =>
        new($"The target silo became unavailable for message: {message}. ");

    internal void OnCancelled(PendingCall call, CancellationToken token)
    {
        if (_options.WaitForCancellationAcknowledgement || End(call, new OperationCanceledException(token)))
        {
            SignalCancellation(call);
            _instruments.OnCancelled(call.Message.TargetGrain.Type);
        }
    }

    private static SiloUnavailableException Stopped(Message message) =>
        new($"The local Orleans host is shutting down and can no longer process the request: {message}.");

    private void EndExpired()
    {
        foreach (var call in _pending.Values.Where(c => c.IsExpired))
        {
            if (End(call, new TimeoutException($"Response did not arrive on time in {call.Timeout} for message: {call.Message}. ")))
            {
                OnTimedOut(call);
            }
        }
    }

    private void OnTimedOut(PendingCall call)
    {
        LogTimeout(call.Timeout, call.Message);
        _instruments.OnTimedOut(call.Message.TargetGrain.Type);
        if (_options.CancelRequestOnTimeout)
        {
            SignalCancellation(call);
        }
    }

    private bool End(PendingCall call, Exception exception)
    {
        if (!_pending.TryRemove(call.Message.Id, out _) || !call.TryEnd(Response.FromException(exception)))
        {
            return false;
        }

        _instruments.OnEnded(call.Elapsed);
        return true;
    }

    private void SignalCancellation(PendingCall call)
    {
        if (call.Message.Request.IsCancellable)
        {
            _silo.Deliver(CancellationRequest.For(call.Message));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Response did not arrive on time in '{Timeout}' for message: '{Message}'.")]
    private partial void LogTimeout(TimeSpan timeout, Message message);
}
