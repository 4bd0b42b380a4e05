using Orleans.Dispatch;

namespace Orleans.Activations;

/// <summary>What the catalog keeps for a grain: its activation, or the pool of its stateless workers.</summary>
internal interface IActivationTarget
{
    IEnumerable<Activation> Activations { get; }

    /// <summary>Takes a message; false when it has stopped and another target must be made.</summary>
    bool TryReceive(Message message);
}
