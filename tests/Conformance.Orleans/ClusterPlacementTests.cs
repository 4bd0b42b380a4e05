using Orleans.Runtime;
using Orleans.TestingHost;

namespace Distributed.Conformance.Orleans;

/// <summary>Where grains are activated, and that each is activated once.</summary>
public sealed class ClusterPlacementTests : IAsyncLifetime
{
    private MultiSiloCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await MultiSiloCluster.DeployAsync(3);

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    private System.Collections.ObjectModel.ReadOnlyCollection<InProcessSiloHandle> Silos => _cluster.Inner.Silos;

    [Fact]
    public async Task FirstCalls_FromAllSilosAtOnce_MakeOneActivation()
    {
        var calls = from key in Enumerable.Range(0, 60)
                    from silo in Silos
                    from _ in Enumerable.Range(0, 3)
                    select InstanceOf<IAnywhereGrain>(silo, key);
        var instances = await Task.WhenAll(calls);
        Assert.All(instances.GroupBy(i => i.Key), sameGrain => Assert.Single(sameGrain.Select(i => i.Instance).Distinct()));
    }

    [Fact]
    public async Task Random_UsesAllSilos() => await AssertSpread<IRandomGrain>();

    [Fact]
    public async Task ActivationCount_UsesTheSilosThereAre()
    {
        // How many activations the others have is not always known yet, so not all of them need be used.
        var places = await Task.WhenAll(Enumerable.Range(0, 300).Select(key => WhereIs<ICountedGrain>(Silos[0], key)));
        Assert.All(places, place => Assert.Contains(place, Silos.Select(s => s.SiloAddress)));
    }

    [Fact]
    public async Task Default_UsesMoreThanOneSilo()
    {
        var places = await Task.WhenAll(Enumerable.Range(1000, 300).Select(key => WhereIs<IAnywhereGrain>(Silos[0], key)));
        Assert.True(places.Distinct().Count() > 1);
    }

    [Fact]
    public async Task PreferLocal_StaysWithTheFirstCaller()
    {
        foreach (var silo in Silos)
        {
            await MultiSiloCluster.ActivateOn(silo, $"local to {silo.Name}");
        }
    }

    [Fact]
    public async Task HashBased_IsWhereTheDirectorySays()
    {
        foreach (var key in Enumerable.Range(0, 30))
        {
            var places = await Task.WhenAll(Silos.Select(s => WhereIs<IHashedGrain>(s, key)));
            Assert.Single(places.Distinct());
        }
    }

    [Fact]
    public async Task StatelessWorker_RunsAtTheCaller()
    {
        foreach (var silo in Silos)
        {
            Assert.Equal(silo.SiloAddress, await WhereIs<ILocalWorkerGrain>(silo, 0));
        }
    }

    [Fact]
    public async Task NewSilo_LeavesActivationsWhereTheyAre()
    {
        var before = await Instances();
        await _cluster.Inner.StartAdditionalSiloAsync();
        await _cluster.WaitForViewAsync();
        Assert.Equal(before, await Instances());
        Assert.Equal(before[0], await InstanceOf<IAnywhereGrain>(Silos[^1], 2000));

        Task<(long Key, Guid Instance)[]> Instances() =>
            Task.WhenAll(Enumerable.Range(2000, 100).Select(key => InstanceOf<IAnywhereGrain>(Silos[0], key)));
    }

    private static async Task<(long Key, Guid Instance)> InstanceOf<T>(InProcessSiloHandle silo, long key) where T : IPlacedGrain =>
        (key, await MultiSiloCluster.GrainsOf(silo).GetGrain<T>(key).Instance());

    private static Task<SiloAddress> WhereIs<T>(InProcessSiloHandle silo, long key) where T : IPlacedGrain =>
        MultiSiloCluster.GrainsOf(silo).GetGrain<T>(key).Where();

    private async Task AssertSpread<T>() where T : IPlacedGrain
    {
        var places = await Task.WhenAll(Enumerable.Range(0, 300).Select(key => WhereIs<T>(Silos[0], key)));
        Assert.Equal(Silos.Select(s => s.SiloAddress).Order(), places.Distinct().Order());
    }
}
