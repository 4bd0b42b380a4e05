using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Distributed.Conformance.Orleans;

public sealed class CallTests
{
    /// <summary>Short for a test that waits for it, long for a cluster that starts on a loaded machine.</summary>
    private static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(5);

    private static Task<TestCluster> DeployWithTimeout() => TestCluster.DeployAsync(
        silo => silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = ShortTimeout),
        cluster => cluster.ConfigureClient(client => client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = ShortTimeout)));

    /// <summary>The answer to a call that may be repeated: on a loaded machine one may take longer than such a short timeout.</summary>
    private static async Task<T> AnswerAsync<T>(Func<Task<T>> call)
    {
        using var limit = new CancellationTokenSource(MultiSiloCluster.Patience);
        while (true)
        {
            try
            {
                return await call();
            }
            catch (TimeoutException) when (!limit.IsCancellationRequested)
            {
                // Asked again.
            }
        }
    }

    /// <summary>A grain that is there already: a request that is delivered after its timeout is dropped.</summary>
    private static async Task<ICallGrain> ActivateAsync(TestCluster cluster)
    {
        var grain = cluster.Client.GetGrain<ICallGrain>("a");
        await AnswerAsync(grain.Ping);
        return grain;
    }

    private static Task<TestCluster> DeployWithAcknowledgement() => TestCluster.DeployAsync(
        configureCluster: cluster => cluster.ConfigureClient(client =>
            client.Configure<ClientMessagingOptions>(o => o.WaitForCancellationAcknowledgement = true)));

    [Fact]
    public async Task Exception_OfTheCallee_ReachesTheCaller()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ICallGrain>("a");
        Assert.Equal("first", (await Assert.ThrowsAsync<ArgumentException>(() => grain.Fail("first"))).Message);
        Assert.Equal("late", (await Assert.ThrowsAsync<InvalidOperationException>(() => grain.FailLate("late").AsTask())).Message);
        Assert.Equal("own", (await Assert.ThrowsAsync<PlannedException>(() => grain.FailPlanned("own"))).Message);
        Assert.Equal("pong", await grain.Ping());
    }

    [Fact]
    public async Task Exception_ThroughAnotherGrain_ReachesTheCaller()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ICallGrain>("a");
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => grain.FailThrough(cluster.Client.GetGrain<ICallGrain>("b"), "deep"));
        Assert.Equal("deep", exception.Message);
    }

    [Fact]
    public async Task ReturnTypes_OfAllKinds_Work()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ICallGrain>("a");
        Assert.Equal(5, await grain.AddValues(2, 3));
        await grain.DoValueTask();
        grain.Fire("fired");
        await cluster.Gates.WaitFor("fired");
        Assert.Equal(7, await grain.OptionalArguments(2));
    }

    [Fact]
    public async Task Timeout_ByOptions_CallerGetsTimeoutException()
    {
        await using var cluster = await DeployWithTimeout();
        var grain = await ActivateAsync(cluster);
        var call = grain.Hold("a");
        await cluster.Gates.WaitFor("a entered");
        var exception = await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Contains($"Response did not arrive on time in {ShortTimeout}", exception.Message, StringComparison.Ordinal);
        cluster.Gates.Open("a released");
        Assert.Equal("pong", await AnswerAsync(() => grain.Ping()));
    }

    [Fact]
    public async Task Timeout_ByAttribute_OverridesOptions()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = await ActivateAsync(cluster);
        var call = grain.HoldBriefly("a");
        await cluster.Gates.WaitFor("a entered");
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        cluster.Gates.Open("a released");
    }

    [Fact]
    public async Task Token_CancelledWhileRunning_CallerAndCalleeLearn()
    {
        await using var cluster = await TestCluster.DeployAsync();
        using var source = new CancellationTokenSource();
        var call = cluster.Client.GetGrain<ICallGrain>("a").Listen("a", source.Token);
        await cluster.Gates.WaitFor("a entered");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(true, await cluster.Gates.WaitFor("a left"));
    }

    [Fact]
    public async Task Token_CancelledButIgnored_CallerDoesNotWaitForTheCallee()
    {
        await using var cluster = await TestCluster.DeployAsync();
        using var source = new CancellationTokenSource();
        var grain = cluster.Client.GetGrain<ICallGrain>("a");
        var call = grain.Ignore("a", source.Token);
        await cluster.Gates.WaitFor("a entered");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.False(cluster.Gates.IsOpen("a left"));
        cluster.Gates.Open("a released");
        await cluster.Gates.WaitFor("a left");
    }

    [Fact]
    public async Task Token_CancelledWhileWaiting_CallNeverRuns()
    {
        // With acknowledgement the caller learns only when the request has been taken out of the queue.
        await using var cluster = await DeployWithAcknowledgement();
        using var source = new CancellationTokenSource();
        var grain = cluster.Client.GetGrain<ICallGrain>("a");
        var first = grain.Hold("first");
        await cluster.Gates.WaitFor("first entered");
        var second = grain.Listen("second", source.Token);
        await grain.Ping();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        cluster.Gates.Open("first released");
        await first;
        Assert.True(await grain.TokenIsMine(CancellationToken.None));
        Assert.False(cluster.Gates.IsOpen("second entered"));
    }

    [Fact]
    public async Task Token_CancelledBefore_CallIsNotSent()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ICallGrain>("a");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.Listen("a", new CancellationToken(true)));
        await grain.Ping();
        Assert.False(cluster.Gates.IsOpen("a entered"));
    }

    [Fact]
    public async Task Token_NotCancelled_IsOpenAtTheCallee()
    {
        await using var cluster = await TestCluster.DeployAsync();
        using var source = new CancellationTokenSource();
        Assert.True(await cluster.Client.GetGrain<ICallGrain>("a").TokenIsMine(source.Token));
    }

    [Fact]
    public async Task CancelRequestOnTimeout_CalleesTokenIsCancelled()
    {
        await using var cluster = await TestCluster.DeployAsync(configureCluster: builder => builder.ConfigureClient(client =>
            client.Configure<ClientMessagingOptions>(o => (o.ResponseTimeout, o.CancelRequestOnTimeout) = (ShortTimeout, true))));
        var grain = await ActivateAsync(cluster);
        var call = grain.Listen("a", CancellationToken.None);
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Equal(true, await cluster.Gates.WaitFor("a left"));
    }

    [Fact]
    public async Task WaitForCancellationAcknowledgement_CallerGetsTheCalleesAnswer()
    {
        await using var cluster = await DeployWithAcknowledgement();
        using var source = new CancellationTokenSource();
        var grain = cluster.Client.GetGrain<ICallGrain>("a");
        var call = grain.Ignore("a", source.Token);
        await cluster.Gates.WaitFor("a entered");
        await source.CancelAsync();
        await grain.Ping();
        Assert.False(call.IsCompleted);
        cluster.Gates.Open("a released");
        await call;
    }

    [Fact]
    public async Task ExpiredRequest_ThatStillWaits_NeverRuns()
    {
        await using var cluster = await DeployWithTimeout();
        var grain = cluster.Client.GetGrain<ICallGrain>("a");
        var first = grain.Hold("first");
        await cluster.Gates.WaitFor("first entered");
        var second = grain.Hold("second");
        await Assert.ThrowsAsync<TimeoutException>(() => first);
        await Assert.ThrowsAsync<TimeoutException>(() => second);
        cluster.Gates.Open("first released");
        Assert.Equal(3, await AnswerAsync(() => grain.AddValues(1, 2).AsTask()));
        Assert.False(cluster.Gates.IsOpen("second entered"));
    }

    [Fact]
    public async Task RequestContext_TravelsWithTheCallAndItsCalls()
    {
        await using var cluster = await TestCluster.DeployAsync();
        RequestContext.Set("who", "me");
        var grain = cluster.Client.GetGrain<ICallGrain>("a");
        Assert.Equal("me", await grain.ContextValue("who"));
        Assert.Equal("me", await grain.ContextValueThrough(cluster.Client.GetGrain<ICallGrain>("b"), "who"));
        RequestContext.Clear();
        Assert.Null(await grain.ContextValue("who"));
    }

    [Fact]
    public async Task GetGrain_WithoutImplementation_Throws()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var exception = Assert.Throws<ArgumentException>(() => cluster.Client.GetGrain<INobodysGrain>("a"));
        Assert.Contains(nameof(INobodysGrain), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetGrain_EmptyKey_Throws()
    {
        await using var cluster = await TestCluster.DeployAsync();
        Assert.ThrowsAny<ArgumentException>(() => cluster.Client.GetGrain<ICallGrain>(" "));
    }

    [Fact]
    public async Task Reference_SameGrain_IsEqual()
    {
        await using var cluster = await TestCluster.DeployAsync();
        Assert.Equal(cluster.Client.GetGrain<ICallGrain>("a"), cluster.Client.GetGrain<ICallGrain>("a"));
        Assert.NotEqual(cluster.Client.GetGrain<ICallGrain>("a"), cluster.Client.GetGrain<ICallGrain>("b"));
        Assert.IsAssignableFrom<GrainReference>(cluster.Client.GetGrain<ICallGrain>("a"));
        Assert.Equal("a", cluster.Client.GetGrain<ICallGrain>("a").GetPrimaryKeyString());
    }
}

public interface INobodysGrain : IGrainWithStringKey
{
    Task Touch();
}
