using System.Collections.Concurrent;
using Orleans.References;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Dispatch;

/// <summary>A silo's clients in the same process: their requests go on as this silo's, the answers come back to them.</summary>
internal sealed class Gateway(ILocalSiloDetails silo, Lazy<ReferenceFactory> references, Lazy<MessageCenter> messages)
{
    private readonly ConcurrentDictionary<GrainId, IMessageSink> _clients = new();
    private readonly ConcurrentDictionary<(GrainId Client, long Id), Message> _waiting = new();

    public void Connect(GrainId client, IMessageSink sink) => _clients[client] = sink;

    /// <summary>Takes a message of a client. What it carries is copied, as if it came over a connection.</summary>
    public void Receive(Message message)
    {
        var own = message.Body is MethodRequest request ? message.With(request.CopyFor(references.Value)) : message.With(message.Body);
        own.SendingSilo = silo.SiloAddress;
        if (own.Direction is MessageDirection.Request)
        {
            _waiting[(own.SendingGrain, own.Id)] = own;
        }

        messages.Value.Deliver(own);
    }

    /// <summary>Brings an answer to its client; false when it is for somebody else.</summary>
    public bool TryDeliver(Message response)
    {
        if (!_clients.TryGetValue(response.TargetGrain, out var client))
        {
            return false;
        }

        _waiting.TryRemove((response.TargetGrain, response.Id), out _);
        client.Deliver(response);
        return true;
    }

    /// <summary>Ends the clients' calls that went to a silo that is gone.</summary>
    public void OnSiloDead(SiloAddress dead)
    {
        foreach (var request in _waiting.Values.Where(m => dead.Equals(m.TargetSilo)))
        {
            TryDeliver(request.CreateResponse(Response.FromException(RuntimeClient.TargetGone(request)), silo.SiloAddress));
        }
    }
}
