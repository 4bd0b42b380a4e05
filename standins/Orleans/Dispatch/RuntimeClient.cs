using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.References;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;
using Orleans.Telemetry;

namespace Orleans.Dispatch;

/// <summary>The caller's side: sends requests, awaits their answers, and gives up in time.</summary>
internal sealed partial class RuntimeClient : IMessageSink, IDisposable
{
    private static readonly TimeSpan ExpiryPeriod = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, PendingCall> _pending = new();
    private readonly SiloAddress _address;
    private readonly GrainId _identity;
    private readonly IMessageSink _silo;
    private readonly MessagingOptions _options;
    private readonly CopierProvider _copiers;
    private readonly RequestInstruments _instruments;
    private readonly ILogger _logger;
    private readonly ITimer _expiry;
    private IOutgoingGrainCallFilter[] _filters = [];
    private volatile bool _stopped;

    public RuntimeClient(
        SiloAddress address, IMessageSink silo, MessagingOptions options, CopierProvider copiers,
        RequestInstruments instruments, TimeProvider time, ILogger<RuntimeClient> logger)
    {
        _address = address;
        _identity = GrainId.Create("sys.client", address.ToParsableString());
        _silo = silo;
        _options = options;
        _copiers = copiers;
        _instruments = instruments;
        _logger = logger;
        _expiry = time.CreateTimer(static client => ((RuntimeClient)client!).EndExpired(), this, ExpiryPeriod, ExpiryPeriod);
    }

    public void UseFilters(IEnumerable<IOutgoingGrainCallFilter> filters) => _filters = [.. filters];

    public Task Invoke(GrainReference target, MethodRequest request) => Invoke<object?>(target, request);

    public Task<T> Invoke<T>(GrainReference target, MethodRequest request)
    {
        if (_filters.Length > 0)
        {
            return InvokeFiltered<T>(target, request);
        }

        var call = new PendingCall<T>();
        Send(target, request, call);
        return call.Task;
    }

    public void InvokeOneWay(GrainReference target, MethodRequest request)
    {
        // Nobody observes a call without return value, not even its filters' failures.
        _ = Invoke<object?>(target, request).ContinueWith(
            static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    public void Deliver(Message message)
    {
        if (_pending.TryRemove(message.Id, out var call) && call.TryEnd((Response)message.Body))
        {
            _instruments.OnEnded(call.Elapsed);
        }
    }

    /// <summary>Ends all calls: no answer can arrive any more.</summary>
    public void Stop()
    {
        _stopped = true;
        foreach (var call in _pending.Values)
        {
            End(call, Stopped(call.Message));
        }
    }

    public void Dispose() => _expiry.Dispose();

    internal Task<Response> SendAsync(GrainReference target, MethodRequest request)
    {
        var call = new PendingResponse();
        Send(target, request, call);
        return call.Task;
    }

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

    private async Task<T> InvokeFiltered<T>(GrainReference target, MethodRequest request)
    {
        var call = new OutgoingCall(this, target, request, _filters);
        await call.Invoke();
        return call.Response!.GetResult<T>();
    }

    private void Send(GrainReference target, MethodRequest request, PendingCall call)
    {
        var token = request.GetCancellationToken();
        token.ThrowIfCancellationRequested();
        var method = request.Method;
        var timeout = method.ResponseTimeout ?? _options.ResponseTimeout;
        call.Message = CreateMessage(target, request, timeout);
        call.Owner = this;
        call.Timeout = timeout;
        if (_stopped)
        {
            call.TryEnd(Response.FromException(Stopped(call.Message)));
        }
        else if (method.IsOneWay)
        {
            _silo.Deliver(call.Message);
            call.TryEnd(Response.Completed);
        }
        else
        {
            _pending[call.Message.Id] = call;
            _silo.Deliver(call.Message);
            call.FollowToken(token);
        }
    }

    private Message CreateMessage(GrainReference target, MethodRequest request, TimeSpan timeout) => new()
    {
        Direction = request.Method.IsOneWay ? MessageDirection.OneWay : MessageDirection.Request,
        SendingGrain = RuntimeContext.Current?.GrainId ?? _identity,
        SendingSilo = _address,
        TargetGrain = target.GrainId,
        InterfaceType = target.InterfaceType,
        Body = request,
        RequestContext = RequestContext.Export(_copiers),
        IsReadOnly = request.Method.IsReadOnly,
        IsAlwaysInterleave = request.Method.IsAlwaysInterleave,
        ExpiresAt = _options.DropExpiredMessages && timeout < TimeSpan.FromDays(1)
            ? Environment.TickCount64 + (long)timeout.TotalMilliseconds
            : 0,
    };

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
