using Orleans.Concurrency;
using Orleans.Directory;
using Orleans.Dispatch;
using Orleans.Membership;
using Orleans.References;
using Orleans.Runtime;

namespace Orleans.Management;

/// <inheritdoc/>
[StatelessWorker]
internal sealed class ManagementGrain(ClusterMembership membership, GrainDirectory directory, ReferenceFactory references)
    : Grain, IManagementGrain
{
    public async Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false) =>
        (await GetDetailedHosts(onlyActive)).ToDictionary(e => e.SiloAddress, e => e.Status);

    public async Task<MembershipEntry[]> GetDetailedHosts(bool onlyActive = false)
    {
        await membership.RefreshAsync(CancellationToken.None);
        return [.. membership.View.Entries.Values.Where(e => !onlyActive || e.Status is SiloStatus.Active).Select(e => e.Copy())];
    }

    public Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics() => GetSimpleGrainStatistics([]);

    public async Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics(SiloAddress[] hostsIds) =>
        [.. (await Ask(hostsIds, c => c.Statistics())).SelectMany(s => s)];

    public async Task<int> GetTotalActivationCount() => (await GetSimpleGrainStatistics()).Sum(s => s.ActivationCount);

    public Task ForceActivationCollection(TimeSpan ageLimit) => ForceActivationCollection([], ageLimit);

    public Task ForceActivationCollection(SiloAddress[] hostsIds, TimeSpan ageLimit) => Ask(hostsIds, async c =>
    {
        await c.Collect(ageLimit);
        return true;
    });

    public ValueTask<SiloAddress?> GetActivationAddress(IAddressable reference) => directory.LookupAsync(reference.GetGrainId());

    public async ValueTask<List<GrainId>> GetActiveGrains(GrainType type) =>
        [.. (await Ask([], c => c.ActiveGrains(type))).SelectMany(g => g).Distinct()];

    private Task<T[]> Ask<T>(SiloAddress[]? silos, Func<ISiloControl, Task<T>> question)
    {
        var asked = silos is { Length: > 0 } ? silos : membership.View.Active;
        return Task.WhenAll(asked.Select(s => question(references.Get<ISiloControl>(SiloControl.Type, s))));
    }
}
