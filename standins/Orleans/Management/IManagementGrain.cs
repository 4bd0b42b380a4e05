namespace Orleans.Runtime;

/// <summary>Looks at and steers the silos of a cluster; its key is 0.</summary>
public interface IManagementGrain : IGrainWithIntegerKey
{
    /// <summary>The silos and their status.</summary>
    Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false);

    /// <summary>The silos' entries in the membership table.</summary>
    Task<MembershipEntry[]> GetDetailedHosts(bool onlyActive = false);

    /// <summary>The number of activations by type and silo.</summary>
    Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics();

    /// <summary>The number of activations by type on some silos.</summary>
    Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics(SiloAddress[] hostsIds);

    /// <summary>The number of activations in the cluster.</summary>
    Task<int> GetTotalActivationCount();

    /// <summary>Stops activations that were idle for <paramref name="ageLimit"/>.</summary>
    Task ForceActivationCollection(TimeSpan ageLimit);

    /// <summary>Stops activations on some silos that were idle for <paramref name="ageLimit"/>.</summary>
    Task ForceActivationCollection(SiloAddress[] hostsIds, TimeSpan ageLimit);

    /// <summary>The silo that a grain is active on; null when it is not.</summary>
    ValueTask<SiloAddress?> GetActivationAddress(IAddressable reference);

    /// <summary>The active grains of a type.</summary>
    ValueTask<List<GrainId>> GetActiveGrains(GrainType type);
}

/// <summary>The number of activations of a type on a silo.</summary>
[GenerateSerializer]
[Immutable]
public sealed class SimpleGrainStatistic
{
    /// <summary>The grain class.</summary>
    [Id(0)]
    public string GrainType { get; init; } = string.Empty;

    /// <summary>The silo.</summary>
    [Id(1)]
    public SiloAddress SiloAddress { get; init; } = null!;

    /// <summary>The number.</summary>
    [Id(2)]
    public int ActivationCount { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"SimpleGrainStatistic: GrainType={GrainType} Silo={SiloAddress} NumActivations={ActivationCount} ";
}
