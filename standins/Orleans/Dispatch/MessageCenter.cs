using Microsoft.Extensions.Options;
using Orleans.Activations;
using Orleans.Configuration;
using Orleans.Membership;
using Orleans.Networking;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Dispatch;

/// <summary>A silo's switch: brings requests to activations, here or on other silos, and answers to callers.</summary>
internal sealed class MessageCenter(
    ILocalSiloDetails silo, Lazy<IGrainLocator> locator, Lazy<Catalog> catalog, ClusterMembership membership, SiloNetwork network,
    Gateway gateway, IOptions<SiloMessagingOptions> options) : IMessageSink
{
    private readonly SiloAddress _local = silo.SiloAddress;
    private IMessageSink? _callers;
    private int _addressing;
    private volatile bool _isCrashed;

    /// <summary>Whether no message waits for its address.</summary>
    public bool IsIdle => Volatile.Read(ref _addressing) == 0;

    /// <summary>Where the answers to callers of this silo go.</summary>
    public void Connect(IMessageSink callers) => _callers = callers;

    /// <summary>Loses every message from now on, as a process that has died.</summary>
    public void Crash() => _isCrashed = true;

    public void Deliver(Message message)
    {
        if (_isCrashed)
        {
            return;
        }

        if (message.Direction is MessageDirection.Response)
        {
            DeliverResponse(message);
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
        if (++message.ForwardCount > options.Value.MaxForwardCount)
        {
            Reject(message, new OrleansMessageRejectionException($"Forwarding failed after {options.Value.MaxForwardCount} attempts: {message}"));
            return;
        }

        Deliver(message);
    }

    /// <summary>Finds another way for a message that was not sent because its silo is gone.</summary>
    public void Reroute(Message message, Exception exception)
    {
        if (message.Direction is MessageDirection.Response || SystemGrains.IsSystem(message.TargetGrain.Type))
        {
            Reject(message, exception);
            return;
        }

        locator.Value.Forget(message.TargetGrain);
        Forward(message);
    }

    /// <summary>Answers a request with a failure.</summary>
    public void Reject(Message message, Exception exception)
    {
        if (message.Direction is MessageDirection.Response)
        {
            return;
        }

        locator.Value.Forget(message.TargetGrain);
        if (message.Direction is MessageDirection.Request)
        {
            Deliver(message.CreateResponse(Response.FromException(exception), _local));
        }
    }

    private void DeliverResponse(Message message)
    {
        if (message.TargetSilo is { } target && !target.Equals(_local))
        {
            network.Deliver(message);
            return;
        }

        if (message.SendingSilo is { } sender && !sender.Equals(_local))
        {
            locator.Value.Learn(message.SendingGrain, sender);
        }

        if (!gateway.TryDeliver(message))
        {
            _callers?.Deliver(message);
        }
    }

    private void Route(Message message)
    {
        if (message.TargetSilo is not null)
        {
            Send(message);
        }
        else if (catalog.Value.TryDeliver(message, _local))
        {
            // The most frequent case is done already.
        }
        else if (locator.Value.TryLocate(message.TargetGrain, out var known))
        {
            message.TargetSilo = known;
            Send(message);
        }
        else
        {
            _ = AddressAsync(message);
        }
    }

    private async Task AddressAsync(Message message)
    {
        Interlocked.Increment(ref _addressing);
        try
        {
            message.TargetSilo = await locator.Value.LocateAsync(message.TargetGrain);
            Send(message);
        }
        catch (Exception exception)
        {
            Reject(message, exception);
        }
        finally
        {
            Interlocked.Decrement(ref _addressing);
        }
    }

    private void Send(Message message)
    {
        if (_local.Equals(message.TargetSilo))
        {
            catalog.Value.Deliver(message);
        }
        else if (membership.View.IsDead(message.TargetSilo!))
        {
            Reroute(message, RuntimeClient.TargetGone(message));
        }
        else
        {
            network.Deliver(message);
        }
    }
}
