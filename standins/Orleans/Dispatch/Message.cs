using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Dispatch;

internal enum MessageDirection : byte
{
    Request,
    OneWay,
    Response,
}

/// <summary>What travels between a caller and an activation. Nothing in it is shared with the sender.</summary>
internal sealed class Message
{
    private static long _lastId;

    public long Id { get; init; } = Interlocked.Increment(ref _lastId);

    public MessageDirection Direction { get; init; }

    public GrainId SendingGrain { get; init; }

    public SiloAddress? SendingSilo { get; set; }

    public GrainId TargetGrain { get; init; }

    public SiloAddress? TargetSilo { get; set; }

    public GrainInterfaceType InterfaceType { get; init; }

    /// <summary>An <see cref="IInvokable"/> or a <see cref="Response"/>.</summary>
    public required object Body { get; set; }

    public Dictionary<string, object>? RequestContext { get; set; }

    public bool IsReadOnly { get; init; }

    public bool IsAlwaysInterleave { get; init; }

    /// <summary>Whether running it makes the activation count as used.</summary>
    public bool IsKeepAlive { get; init; } = true;

    /// <summary>Never leaves its activation: a timer's tick.</summary>
    public bool IsLocalOnly { get; init; }

    /// <summary>When nobody waits for the answer any more, in <see cref="Environment.TickCount64"/>; zero is never.</summary>
    public long ExpiresAt { get; init; }

    public int ForwardCount { get; set; }

    public bool IsExpired => ExpiresAt != 0 && Environment.TickCount64 > ExpiresAt;

    public IInvokable Request => (IInvokable)Body;

    /// <summary>The answer to this request.</summary>
    /// <param name="response">What it says.</param>
    /// <param name="sender">Who answers, if not the silo that the request was meant for.</param>
    public Message CreateResponse(Response response, SiloAddress? sender = null) => new()
    {
        Id = Id,
        Direction = MessageDirection.Response,
        SendingGrain = TargetGrain,
        SendingSilo = sender ?? TargetSilo,
        TargetGrain = SendingGrain,
        TargetSilo = SendingSilo,
        Body = response,
    };

    /// <summary>The same message with another body.</summary>
    public Message With(object body)
    {
        var copy = (Message)MemberwiseClone();
        copy.Body = body;
        return copy;
    }

    public override string ToString() => Direction is MessageDirection.Response
        ? $"Response [{SendingSilo} {SendingGrain}]->[{TargetSilo} {TargetGrain}] {Body} #{Id}"
        : $"{Direction} [{SendingSilo} {SendingGrain}]->[{TargetSilo} {TargetGrain}] {Body}[{InterfaceType}] #{Id}";
}

/// <summary>Takes messages: the seam between callers, silos and connections.</summary>
internal interface IMessageSink
{
    void Deliver(Message message);
}
