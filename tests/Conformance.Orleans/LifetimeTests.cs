using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Distributed.Conformance.Orleans;

public sealed class LifetimeTests
{
    private static Task<TestCluster> Deploy() => TestCluster.DeployAsync(silo => silo.Services.AddScoped<ScopedService>());

    [Fact]
    public async Task FirstCall_ActivatesOnce()
    {
        await using var cluster = await Deploy();
        var grain = cluster.Client.GetGrain<ILifetimeGrain>("a");
        Assert.False(cluster.Gates.IsOpen("a activated"));
        var instances = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.Instance()));
        Assert.True(cluster.Gates.IsOpen("a activated"));
        Assert.Single(instances.Distinct());
    }

    [Fact]
    public async Task Key_TellsGrainsApart()
    {
        await using var cluster = await Deploy();
        Assert.NotEqual(
            await cluster.Client.GetGrain<ILifetimeGrain>("a").Instance(), await cluster.Client.GetGrain<ILifetimeGrain>("b").Instance());
    }

    [Fact]
    public async Task DeactivateOnIdle_NextCallGetsANewInstance()
    {
        await using var cluster = await Deploy();
        var grain = cluster.Client.GetGrain<ILifetimeGrain>("a");
        var before = await grain.Instance();
        await grain.DeactivateNow();
        Assert.Equal(DeactivationReasonCode.ApplicationRequested, await cluster.Gates.WaitFor("a deactivated"));
        Assert.NotEqual(before, await grain.Instance());
    }

    [Fact]
    public async Task DeactivateOnIdle_CallsThatWait_GoToTheNewInstance()
    {
        await using var cluster = await Deploy();
        var grain = cluster.Client.GetGrain<ILifetimeGrain>("a");
        var before = await grain.Instance();
        var last = grain.DeactivateAndHold("h");
        await cluster.Gates.WaitFor("h entered");
        var waiting = grain.Instance();
        Assert.False(cluster.Gates.IsOpen("a deactivated"));
        cluster.Gates.Open("h released");
        await last;
        Assert.NotEqual(before, await waiting);
    }

    [Fact]
    public async Task OnActivate_Fails_CallerGetsItsException()
    {
        await using var cluster = await Deploy();
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Client.GetGrain<ILifetimeGrain>("fails").Instance());
        Assert.Equal("no activation today", exception.Message);
        Assert.False(cluster.Gates.IsOpen("fails deactivated"));
    }

    [Fact]
    public async Task Constructor_Fails_CallerGetsItsException()
    {
        await using var cluster = await Deploy();
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Client.GetGrain<IBrokenGrain>("x").Touch());
        Assert.Contains("no instance today", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scope_IsTheActivations()
    {
        await using var cluster = await Deploy();
        Assert.True(await cluster.Client.GetGrain<ILifetimeGrain>("a").ScopedServiceIsMine());
    }

    [Fact]
    public async Task ForceActivationCollection_IdleGrain_IsDeactivated()
    {
        await using var cluster = await Deploy();
        await cluster.Client.GetGrain<ILifetimeGrain>("a").Instance();
        await CollectUntil(cluster, "a deactivated");
        Assert.Equal(DeactivationReasonCode.ActivationIdle, await cluster.Gates.WaitFor("a deactivated"));
    }

    [Fact]
    public async Task ForceActivationCollection_DelayedGrain_Stays()
    {
        await using var cluster = await Deploy();
        await cluster.Client.GetGrain<ILifetimeGrain>("kept").Delay(TimeSpan.FromHours(1));
        await cluster.Client.GetGrain<ILifetimeGrain>("a").Instance();
        await CollectUntil(cluster, "a deactivated");
        Assert.False(cluster.Gates.IsOpen("kept deactivated"));
    }

    [Fact]
    public async Task CollectionAge_IdleForLonger_IsDeactivated()
    {
        await using var cluster = await TestCluster.DeployAsync(silo =>
        {
            silo.Services.AddScoped<ScopedService>();
            silo.Configure<GrainCollectionOptions>(o =>
                (o.CollectionQuantum, o.CollectionAge) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(500)));
        });
        await cluster.Client.GetGrain<ILifetimeGrain>("a").Instance();
        Assert.Equal(DeactivationReasonCode.ActivationIdle, await cluster.Gates.WaitFor("a deactivated"));
    }

    [Fact]
    public async Task KeepAlive_IsNotCollected()
    {
        await using var cluster = await Deploy();
        var kept = cluster.Client.GetGrain<INamedGrain>("kept");
        await kept.Identity();
        await cluster.Client.GetGrain<ILifetimeGrain>("a").Instance();
        await CollectUntil(cluster, "a deactivated");
        Assert.True(cluster.Inner.TryGetGrainContext(kept.GetGrainId(), out _));
    }

    [Fact]
    public async Task Stop_DeactivatesAllGrains()
    {
        await using var cluster = await Deploy();
        await cluster.Client.GetGrain<ILifetimeGrain>("a").Instance();
        await cluster.Client.GetGrain<ILifetimeGrain>("b").Instance();
        var gates = cluster.Gates;
        await cluster.Inner.StopAllSilosAsync();
        Assert.Equal(DeactivationReasonCode.ShuttingDown, await gates.WaitFor("a deactivated"));
        Assert.Equal(DeactivationReasonCode.ShuttingDown, await gates.WaitFor("b deactivated"));
    }

    [Fact]
    public async Task GrainType_ByConvention_IsTheClassNameWithoutGrain()
    {
        await using var cluster = await Deploy();
        Assert.Equal("lifetime/a", await cluster.Client.GetGrain<ILifetimeGrain>("a").Identity());
    }

    [Fact]
    public async Task GrainType_ByAttribute_IsTheNamedOne()
    {
        await using var cluster = await Deploy();
        var grain = cluster.Client.GetGrain<INamedGrain>("a");
        Assert.Equal("named-type/a", await grain.Identity());
        Assert.Equal(GrainId.Create("named-type", "a"), grain.GetGrainId());
    }

    [Fact]
    public async Task GrainBase_WithoutGrainClass_Works()
    {
        await using var cluster = await Deploy();
        Assert.Equal(-5, await cluster.Client.GetGrain<IPlainGrain>(-5).Key());
    }

    [Fact]
    public async Task ManagementGrain_CountsActivations()
    {
        await using var cluster = await Deploy();
        await cluster.Client.GetGrain<ILifetimeGrain>("a").Instance();
        await cluster.Client.GetGrain<ILifetimeGrain>("b").Instance();
        var management = cluster.Client.GetGrain<IManagementGrain>(0);
        var statistics = await management.GetSimpleGrainStatistics();
        var statistic = Assert.Single(statistics, s => s.GrainType.Contains(nameof(LifetimeGrain), StringComparison.Ordinal));
        Assert.True(statistic.ActivationCount >= 2);
        var host = Assert.Single(await management.GetHosts());
        Assert.Equal(SiloStatus.Active, host.Value);
        Assert.Equal(cluster.Inner.Silos[0].SiloAddress, host.Key);
    }

    // A grain counts as busy until shortly after its answer has arrived, so one collection may come too early.
    private static async Task CollectUntil(TestCluster cluster, string gate)
    {
        using var patience = new CancellationTokenSource(Gates.Patience);
        while (!cluster.Gates.IsOpen(gate))
        {
            await cluster.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
