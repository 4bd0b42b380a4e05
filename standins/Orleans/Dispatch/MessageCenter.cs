using System.Collections.Concurrent;
using Orleans.Activations;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Dispatch;

/// <summary>A silo's switch: brings requests to activations and answers to callers.</summary>
internal sealed class MessageCenter(ILocalSiloDetails silo, IGrainLocator locator, Lazy<Catalog> catalog) : IMessageSink
{
    private const int MaxForwardCount = 5;
    private readonly ConcurrentDictionary<SiloAddress, IMessageSink> _callers = new();

    /// <summary>Registers where the answers to a caller in this process go.</summary>
    public void Connect(SiloAddress caller, IMessageSink sink) => _callers[caller] = sink;

    public void Disconnect(SiloAddress caller) => _callers.TryRemove(caller, out _);

    public void Deliver(Message message)
    {
        if (message.Direction is MessageDirection.Response)
        {
            _callers.GetValueOrDefault(message.TargetSilo!)?.Deliver(message);
            return;
        }

        try
        {
            Route(message);
        }
        catch (Exception exception)
        {
            Reject(message, exception);
        }
    }

    /// <summary>Sends a request on that found its activation stopped.</summary>
    public void Forward(Message message)
    {
        message.TargetSilo = null;
        if (++message.ForwardCount > MaxForwardCount)
        {
            Reject(message, new OrleansMessageRejectionException($"Forwarding failed after {MaxForwardCount} attempts: {message}"));
            return;
        }

        Deliver(message);
    }

    /// <summary>Answers a request with a failure.</summary>
    public void Reject(Message message, Exception exception)
    {
        if (message.Direction is MessageDirection.Request)
        {
            Deliver(message.CreateResponse(Response.FromException(exception)));
        }
    }

    private void Route(Message message)
    {
        message.TargetSilo ??= locator.Locate(message.TargetGrain);
        if (!message.TargetSilo.Equals(silo.SiloAddress))
        {
            throw new SiloUnavailableException($"The target silo became unavailable for message: {message}. ");
        }

        catalog.Value.Deliver(message);
    }
}
