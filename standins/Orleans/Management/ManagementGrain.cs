using Orleans.Activations;
using Orleans.Concurrency;
using Orleans.Membership;
using Orleans.Runtime;

namespace Orleans.Management;

/// <inheritdoc/>
[StatelessWorker]
internal sealed class ManagementGrain(Catalog catalog, MembershipAgent membership, ILocalSiloDetails silo) : Grain, IManagementGrain
{
    public async Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false) =>
        (await GetDetailedHosts(onlyActive)).ToDictionary(e => e.SiloAddress, e => e.Status);

    public async Task<MembershipEntry[]> GetDetailedHosts(bool onlyActive = false) =>
        [.. (await membership.ReadAll()).Where(e => !onlyActive || e.Status is SiloStatus.Active)];

    public Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics() => GetSimpleGrainStatistics([silo.SiloAddress]);

    public Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics(SiloAddress[] hostsIds)
    {
        var byClass = catalog.Activations.GroupBy(a => a.Class.Type).Select(g => new SimpleGrainStatistic
        {
            GrainType = g.Key.FullName!,
            SiloAddress = silo.SiloAddress,
            ActivationCount = g.Count(),
        });
        return Task.FromResult(IsMeant(hostsIds) ? byClass.ToArray() : []);
    }

    public Task<int> GetTotalActivationCount() => Task.FromResult(catalog.Activations.Count());

    public Task ForceActivationCollection(TimeSpan ageLimit) => catalog.CollectAsync(ageLimit);

    public Task ForceActivationCollection(SiloAddress[] hostsIds, TimeSpan ageLimit) =>
        IsMeant(hostsIds) ? catalog.CollectAsync(ageLimit) : Task.CompletedTask;

    public ValueTask<SiloAddress?> GetActivationAddress(IAddressable reference) => new(catalog.Find(reference.GetGrainId())?.Address.SiloAddress);

    public ValueTask<List<GrainId>> GetActiveGrains(GrainType type) =>
        new(catalog.Activations.Where(a => a.GrainId.Type.Equals(type)).Select(a => a.GrainId).ToList());

    private bool IsMeant(SiloAddress[]? hosts) => hosts is null || hosts.Length == 0 || hosts.Contains(silo.SiloAddress);
}
