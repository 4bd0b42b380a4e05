// The official package does not say which of these may be null.
#nullable disable annotations

namespace Orleans.Runtime;

/// <summary>Knows which silos there are.</summary>
public interface ISiloStatusOracle
{
    /// <summary>This silo's status.</summary>
    SiloStatus CurrentStatus { get; }

    /// <summary>This silo's name.</summary>
    string SiloName { get; }

    /// <summary>This silo's address.</summary>
    SiloAddress SiloAddress { get; }

    /// <summary>The active silos.</summary>
    SiloAddress[] GetActiveSilos();

    /// <summary>A silo's status; <see cref="SiloStatus.None"/> when it is not known.</summary>
    SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress);

    /// <summary>The silos' status.</summary>
    Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false);

    /// <summary>A silo's name; false when it is not known.</summary>
    bool TryGetSiloName(SiloAddress siloAddress, out string siloName);

    /// <summary>Whether a silo keeps a part of the directory.</summary>
    bool IsFunctionalDirectory(SiloAddress siloAddress);

    /// <summary>Whether a silo is dead.</summary>
    bool IsDeadSilo(SiloAddress silo);

    /// <summary>Tells <paramref name="observer"/> of changes as long as somebody else keeps it; false when it already is told.</summary>
    bool SubscribeToSiloStatusEvents(ISiloStatusListener observer);

    /// <summary>Tells it no more; false when it was not told.</summary>
    bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer);
}

/// <summary>Is told when a silo's status changes.</summary>
public interface ISiloStatusListener
{
    /// <summary>A silo's status has changed.</summary>
    void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status);
}
