using Orleans.Activations;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Management;

/// <summary>What one silo says of its activations.</summary>
internal interface ISiloControl : IGrainWithStringKey
{
    /// <summary>The number of activations by class.</summary>
    [AlwaysInterleave]
    Task<SimpleGrainStatistic[]> Statistics();

    /// <summary>Stops activations that were idle.</summary>
    [AlwaysInterleave]
    Task Collect(TimeSpan ageLimit);

    /// <summary>The active grains of a type.</summary>
    [AlwaysInterleave]
    Task<List<GrainId>> ActiveGrains(GrainType type);
}

/// <inheritdoc/>
[GrainType(Name)]
[KeepAlive]
internal sealed class SiloControl(Catalog catalog, ILocalSiloDetails silo) : Grain, ISiloControl
{
    public const string Name = "sys.svc.control";

    public static readonly GrainType Type = GrainType.Create(Name);

    public Task<SimpleGrainStatistic[]> Statistics() => Task.FromResult(
        catalog.Activations.GroupBy(a => a.Class.Name).Select(g => new SimpleGrainStatistic
        {
            GrainType = g.Key,
            SiloAddress = silo.SiloAddress,
            ActivationCount = g.Count(),
        }).ToArray());

    public Task Collect(TimeSpan ageLimit) => catalog.CollectAsync(ageLimit);

    public Task<List<GrainId>> ActiveGrains(GrainType type) =>
        Task.FromResult(catalog.Activations.Where(a => a.GrainId.Type.Equals(type)).Select(a => a.GrainId).Distinct().ToList());
}
