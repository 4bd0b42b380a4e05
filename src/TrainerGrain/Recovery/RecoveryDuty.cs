using Distributed.TrainerGrain.Running;

namespace Distributed.TrainerGrain.Recovery;

/// <summary>
/// Tells when silos leave, and which of those that stay sees to their experiments: the one with the least address, that is, the oldest.
/// Views may differ for a moment, so for a moment two silos may take the duty, or none; the work bears the one, the next look mends the other.
/// </summary>
public sealed class RecoveryDuty : ISiloStatusListener, IDisposable
{
    private readonly ISiloStatusOracle _silos;
    private int _asked;

    /// <summary>Begins to listen.</summary>
    public RecoveryDuty(ISiloStatusOracle silos)
    {
        ArgumentNullException.ThrowIfNull(silos);
        _silos = silos;
        _silos.SubscribeToSiloStatusEvents(this);
    }

    /// <summary>Signals that a silo leaves or has left, that this one has joined, or that it was asked.</summary>
    public Pulse Changed { get; } = new();

    private bool IsEldest => _silos.GetActiveSilos().Min() is { } eldest && eldest.Equals(_silos.SiloAddress);

    /// <summary>Whether this silo is to look now, because the duty is its own or because it was asked to; being asked counts once.</summary>
    public bool Take() => Interlocked.Exchange(ref _asked, 0) == 1 || IsEldest;

    /// <summary>
    /// Asks this silo to look soon, whoever has the duty: an experiment that ran here was deactivated before its end, for example because
    /// the silo that kept its entry of the grain directory has died.
    /// </summary>
    public void Ask()
    {
        AskForTheNextLook();
        Changed.Signal();
    }

    /// <summary>Asks this silo to take part in the next look, whenever that is.</summary>
    public void AskForTheNextLook() => Interlocked.Exchange(ref _asked, 1);

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
