using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Dispatch;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Activations;

/// <summary>This part: the queue of requests and the rules by which they run.</summary>
internal sealed partial class Activation
{
    private readonly List<Message> _waiting = [];
    private readonly HashSet<Message> _running = [];
    private Message? _blocking;
    private long _idleSince = Stopwatch.GetTimestamp();
    private bool _isPumpQueued;

    /// <summary>The number of requests waiting or running.</summary>
    public int RequestCount
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count + _running.Count;
            }
        }
    }

    public void ReceiveMessage(object message)
    {
        if (!TryReceive((Message)message))
        {
            _runtime.Messages.Forward((Message)message);
        }
    }

    public bool TryReceive(Message message)
    {
        if (message.Body is CancellationRequest cancellation)
        {
            _scheduler.QueueAction(() => Cancel(cancellation));
            return true;
        }

        lock (_gate)
        {
            if (_state is State.Invalid)
            {
                // A tick of a timer dies with its activation.
                return message.IsLocalOnly;
            }

            ThrowIfOverloaded(message);
            _waiting.Add(message);
        }

        QueuePump();
        return true;
    }

    private void QueuePump()
    {
        lock (_gate)
        {
            if (_isPumpQueued)
            {
                return;
            }

            _isPumpQueued = true;
        }

        // What the sender carries along must come by the message or not at all.
        _scheduler.QueueDetached(static activation => ((Activation)activation!).Pump(), this);
    }

    private void Pump()
    {
        lock (_gate)
        {
            _isPumpQueued = false;
        }

        while (TakeRunnable() is { } message)
        {
            _ = Process(message);
        }

        FinishIfQuiet();
    }

    private Message? TakeRunnable()
    {
        lock (_gate)
        {
            for (var i = 0; i < _waiting.Count; i++)
            {
                var message = _waiting[i];
                if (IsRunnable(message))
                {
                    _waiting.RemoveAt(i);
                    _running.Add(message);
                    _blocking ??= message.IsAlwaysInterleave ? null : message;
                    return message;
                }
            }

            return null;
        }
    }

    private async Task Process(Message message)
    {
        try
        {
            await _runtime.Invoker.Invoke(this, message);
        }
        catch (Exception exception)
        {
            LogLost(exception, message);
        }

        lock (_gate)
        {
            _running.Remove(message);
            _blocking = ReferenceEquals(_blocking, message) ? null : _blocking;
            _idleSince = message.IsKeepAlive ? Stopwatch.GetTimestamp() : _idleSince;
            if (_waiting.Count == 0 && _state is State.Valid)
            {
                return;
            }
        }

        QueuePump();
    }

    private void Cancel(CancellationRequest cancellation)
    {
        Message? waiting;
        Message? running;
        lock (_gate)
        {
            running = _running.FirstOrDefault(Matches);
            waiting = _waiting.Find(Matches);
            _waiting.RemoveAll(Matches);
        }

        running?.Request.TryCancel();
        if (waiting is not null)
        {
            _runtime.Messages.Reject(waiting, new OperationCanceledException());
        }

        bool Matches(Message m) => m.Id == cancellation.MessageId && m.SendingGrain == cancellation.Caller;
    }

    private void ThrowIfOverloaded(Message message)
    {
        var limit = Class.MaxLocalWorkers is null
            ? _runtime.Messaging.MaxEnqueuedRequestsHardLimit
            : _runtime.Messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker;
        if (limit > 0 && !message.IsLocalOnly && _waiting.Count + _running.Count > limit)
        {
            throw new LimitExceededException($"The activation {this} has more than {limit} requests.");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Exception during Invoke of message {Message}")]
    private static partial void LogLost(ILogger logger, Exception exception, Message message);

    private void LogLost(Exception exception, Message message) => LogLost(_runtime.Logger, exception, message);
}
