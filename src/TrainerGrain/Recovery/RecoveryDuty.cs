using Distributed.TrainerGrain.Running;

namespace Distributed.TrainerGrain.Recovery;

/// <summary>
/// Tells when silos leave, and which of those that stay sees to their experiments: the one with the least address, that is, the oldest.
/// Views may differ for a moment, so for a moment two silos may take the duty, or none; the work bears the one, the next look mends the other.
/// </summary>
public sealed class RecoveryDuty : ISiloStatusListener, IDisposable
{
    private readonly ISiloStatusOracle _silos;

    /// <summary>Begins to listen.</summary>
    public RecoveryDuty(ISiloStatusOracle silos)
    {
        ArgumentNullException.ThrowIfNull(silos);
        _silos = silos;
        _silos.SubscribeToSiloStatusEvents(this);
    }

    /// <summary>Signals that a silo leaves or has left, or that this one has joined.</summary>
    public Pulse Changed { get; } = new();

    /// <summary>Whether the duty is this silo's now.</summary>
    public bool IsOurs => _silos.GetActiveSilos().Min() is { } eldest && eldest.Equals(_silos.SiloAddress);

    /// <inheritdoc/>
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status is SiloStatus.ShuttingDown or SiloStatus.Stopping or SiloStatus.Dead || _silos.SiloAddress.Equals(updatedSilo))
        {
            Changed.Signal();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _silos.UnSubscribeFromSiloStatusEvents(this);
}
