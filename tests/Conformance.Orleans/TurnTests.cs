using Orleans.Configuration;
using Orleans.Hosting;

namespace Distributed.Conformance.Orleans;

public sealed class TurnTests
{
    [Fact]
    public async Task Call_ManyAtOnce_RunOneAfterTheOther()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ITurnGrain>("one");
        var counts = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => grain.Increment()));
        Assert.Equal(Enumerable.Range(1, 200), counts.Order());
    }

    [Fact]
    public async Task Call_AfterAwait_ContinuesOnItsGrain()
    {
        await using var cluster = await TestCluster.DeployAsync();
        Assert.True(await cluster.Client.GetGrain<ITurnGrain>("one").StaysOnScheduler());
    }

    [Fact]
    public async Task Call_WhileAnotherRuns_Waits()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ITurnGrain>("one");
        var held = grain.Hold("a");
        await cluster.Gates.WaitFor("a entered");
        var waiting = grain.Say("x");
        Assert.Equal("i", await grain.SayInterleaved("i"));
        Assert.False(waiting.IsCompleted);
        cluster.Gates.Open("a released");
        await held;
        Assert.Equal("x", await waiting);
    }

    [Fact]
    public async Task AlwaysInterleave_WhileAnotherRuns_RunsAtOnce()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ITurnGrain>("one");
        var held = grain.Hold("a");
        await cluster.Gates.WaitFor("a entered");
        Assert.Equal("x", await grain.SayInterleaved("x"));
        Assert.False(held.IsCompleted);
        cluster.Gates.Open("a released");
        await held;
    }

    [Fact]
    public async Task ReadOnly_WhileReadOnlyRuns_RunsAtOnce()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ITurnGrain>("one");
        var held = grain.HoldReadOnly("a");
        await cluster.Gates.WaitFor("a entered");
        var writer = grain.Say("writer");
        Assert.Equal("x", await grain.SayReadOnly("x"));
        Assert.False(writer.IsCompleted);
        cluster.Gates.Open("a released");
        await held;
        Assert.Equal("writer", await writer);
    }

    [Fact]
    public async Task ReadOnly_WhileWriterRuns_Waits()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ITurnGrain>("one");
        var held = grain.Hold("a");
        await cluster.Gates.WaitFor("a entered");
        var reader = grain.SayReadOnly("x");
        await grain.SayInterleaved("all requests before this one have arrived");
        Assert.False(reader.IsCompleted);
        cluster.Gates.Open("a released");
        await held;
        Assert.Equal("x", await reader);
    }

    [Fact]
    public async Task Reentrant_WhileAnotherRuns_RunsAtOnce()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<IReentrantGrain>("one");
        var held = grain.Hold("a");
        await cluster.Gates.WaitFor("a entered");
        Assert.Equal("x", await grain.Say("x"));
        cluster.Gates.Open("a released");
        await held;
    }

    [Fact]
    public async Task MayInterleave_PredicateDecides()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<IPredicateGrain>("one");
        var held = grain.Hold("a");
        await cluster.Gates.WaitFor("a entered");
        var bound = grain.Say("bound");
        Assert.Equal("free", await grain.Say("free"));
        Assert.False(bound.IsCompleted);
        cluster.Gates.Open("a released");
        await held;
        Assert.Equal("bound", await bound);
    }

    [Fact]
    public async Task CallBack_NotAllowed_TimesOut()
    {
        await using var cluster = await TestCluster.DeployAsync(silo =>
            silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(1)));
        var through = cluster.Client.GetGrain<ITurnGrain>("two");
        await Assert.ThrowsAsync<TimeoutException>(() => cluster.Client.GetGrain<ITurnGrain>("one").CallBack(through, allowed: false));
    }

    [Fact]
    public async Task CallBack_AllowedForTheCallChain_Runs()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var through = cluster.Client.GetGrain<ITurnGrain>("two");
        await cluster.Client.GetGrain<ITurnGrain>("one").CallBack(through, allowed: true);
    }

    [Fact]
    public async Task OneWay_CalleeStillRuns_CallerGoesOn()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ITurnGrain>("one");
        await grain.HoldOneWay("a");
        await cluster.Gates.WaitFor("a entered");
        cluster.Gates.Open("a released");
        Assert.Equal("after", await grain.Say("after"));
    }

    [Fact]
    public async Task OneWay_CalleeFails_CallerDoesNotLearn()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ITurnGrain>("one");
        await grain.FailOneWay();
        Assert.Equal("after", await grain.Say("after"));
    }

    [Fact]
    public async Task StatelessWorker_BusyWorker_AnotherTakesTheCall()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<IWorkerGrain>(0);
        var first = grain.Hold("a");
        await cluster.Gates.WaitFor("a entered");
        var second = grain.Hold("b");
        await cluster.Gates.WaitFor("b entered");
        cluster.Gates.Open("a released");
        cluster.Gates.Open("b released");
        Assert.NotEqual(await first, await second);
    }
}
