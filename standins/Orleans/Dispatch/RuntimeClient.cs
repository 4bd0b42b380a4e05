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
    private readonly bool _isClient;
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
        _isClient = address.IsClient;
        _identity = GrainId.Create("sys.client", address.ToParsableString());
        _silo = silo;
        _options = options;
        _copiers = copiers;
        _instruments = instruments;
        _logger = logger;
        _expiry = time.CreateTimer(static client => ((RuntimeClient)client!).EndExpired(), this, ExpiryPeriod, ExpiryPeriod);
    }

    /// <summary>What callers outside of grains are called.</summary>
    public GrainId Identity => _identity;

    public void UseFilters(IEnumerable<IOutgoingGrainCallFilter> filters) => _filters = [.. filters];

    public Task Invoke(GrainReference target, MethodRequest request) => Invoke<object?>(target, request);

    public Task<T> Invoke<T>(GrainReference target, MethodRequest request)
    {
        if (_filters.Length > 0 && !SystemGrains.IsSystem(target.GrainId.Type))
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

    public void Dispose() => _expiry.Dispose();

    internal Task<Response> SendAsync(GrainReference target, MethodRequest request)
    {
        var call = new PendingResponse();
        Send(target, request, call);
        return call.Task;
    }

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
        SendingGrain = _isClient ? _identity : RuntimeContext.Current?.GrainId ?? _identity,
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
}
