using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Distributed.Conformance.Orleans;

public sealed class EnumerationTests
{
    [Fact]
    public async Task Enumerate_AllElements_ArriveInOrder()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var numbers = new List<int>();
        await foreach (var number in cluster.Client.GetGrain<IEnumerationGrain>("a").Count(250))
        {
            numbers.Add(number);
        }

        Assert.Equal(Enumerable.Range(1, 250), numbers);
        Assert.Equal(true, await cluster.Gates.WaitFor("count closed"));
    }

    [Fact]
    public async Task Enumerate_Nothing_Ends()
    {
        await using var cluster = await TestCluster.DeployAsync();
        await foreach (var number in cluster.Client.GetGrain<IEnumerationGrain>("a").Count(0))
        {
            Assert.Fail($"unexpected {number}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task BatchSize_LimitsHowFarTheGrainRunsAhead(int batchSize)
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<IEnumerationGrain>("a");
        await using var enumerator = grain.Count(1000).WithBatchSize(batchSize).GetAsyncEnumerator();
        Assert.True(await enumerator.MoveNextAsync());
        Assert.Equal(1, enumerator.Current);
        Assert.InRange(await grain.Produced(), 1, batchSize + 1);
    }

    [Fact]
    public async Task Element_ArrivesBeforeTheNextIsThere()
    {
        await using var cluster = await TestCluster.DeployAsync();
        await using var enumerator = cluster.Client.GetGrain<IEnumerationGrain>("a").Gated("g").GetAsyncEnumerator();
        cluster.Gates.Open("g 1", "first");
        Assert.True(await enumerator.MoveNextAsync());
        Assert.Equal("first", enumerator.Current);
        var next = enumerator.MoveNextAsync();
        Assert.False(next.IsCompleted);
        cluster.Gates.Open("g 2", "second");
        Assert.True(await next);
        Assert.Equal("second", enumerator.Current);
        cluster.Gates.Open("g 3");
        Assert.False(await enumerator.MoveNextAsync());
    }

    [Fact]
    public async Task Enumerate_WhileWaiting_GrainAnswersOtherCalls()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<IEnumerationGrain>("a");
        await using var enumerator = grain.Gated("g").GetAsyncEnumerator();
        var next = enumerator.MoveNextAsync();
        await cluster.Gates.WaitFor("g 1 asked");
        Assert.Equal("x", await grain.Say("x"));
        cluster.Gates.Open("g 1", "first");
        Assert.True(await next);
    }

    [Fact]
    public async Task Dispose_BeforeTheEnd_RunsTheGrainsFinally()
    {
        await using var cluster = await TestCluster.DeployAsync();
        await foreach (var number in cluster.Client.GetGrain<IEnumerationGrain>("a").Count(10_000).WithBatchSize(2))
        {
            if (number == 3)
            {
                break;
            }
        }

        Assert.Equal(true, await cluster.Gates.WaitFor("count closed"));
    }

    [Fact]
    public async Task Dispose_WhileTheGrainWaits_CancelsItsToken()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var enumerator = cluster.Client.GetGrain<IEnumerationGrain>("a").Gated("g").WithBatchSize(1).GetAsyncEnumerator();
        cluster.Gates.Open("g 1", "first");
        Assert.True(await enumerator.MoveNextAsync());
        await enumerator.DisposeAsync();
        await cluster.Gates.WaitFor("g closed");
    }

    [Fact]
    public async Task WithCancellation_WhileWaiting_CallerAndGrainLearn()
    {
        await using var cluster = await TestCluster.DeployAsync();
        using var source = new CancellationTokenSource();
        var enumeration = Task.Run(async () =>
        {
            await foreach (var _ in cluster.Client.GetGrain<IEnumerationGrain>("a").Gated("g").WithCancellation(source.Token))
            {
            }
        });
        await cluster.Gates.WaitFor("g 1 asked");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => enumeration);
        Assert.Equal(true, await cluster.Gates.WaitFor("g closed"));
    }

    [Fact]
    public async Task TokenArgument_Cancelled_EndsTheEnumeration()
    {
        await using var cluster = await TestCluster.DeployAsync();
        using var source = new CancellationTokenSource();
        var enumeration = Task.Run(async () =>
        {
            await foreach (var _ in cluster.Client.GetGrain<IEnumerationGrain>("a").Gated("g", source.Token))
            {
            }
        });
        await cluster.Gates.WaitFor("g 1 asked");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => enumeration);
        await cluster.Gates.WaitFor("g closed");
    }

    [Fact]
    public async Task Failure_AfterSomeElements_ReachesTheCaller()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var numbers = new List<int>();
        var exception = await Assert.ThrowsAsync<PlannedException>(async () =>
        {
            await foreach (var number in cluster.Client.GetGrain<IEnumerationGrain>("a").FailAfter(3, "enough"))
            {
                numbers.Add(number);
            }
        });
        Assert.Equal("enough", exception.Message);
        Assert.Equal([1, 2, 3], numbers);
    }

    [Fact]
    public async Task Deactivation_WhileEnumerating_CallerIsTold()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<IEnumerationGrain>("a");
        await using var enumerator = grain.Count(1000).WithBatchSize(1).GetAsyncEnumerator();
        Assert.True(await enumerator.MoveNextAsync());
        var deactivated = cluster.Inner.WaitForDeactivationAsync(grain);
        await grain.DeactivateNow();
        await deactivated;
        Assert.Equal(true, await cluster.Gates.WaitFor("count closed"));
        await Assert.ThrowsAsync<EnumerationAbortedException>(async () => await enumerator.MoveNextAsync());
    }

    [Fact]
    public async Task Abandoned_ForLongerThanTheResponseTimeout_IsClosed()
    {
        await using var cluster = await TestCluster.DeployAsync(
            silo => silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(5)));
        var grain = cluster.Client.GetGrain<IEnumerationGrain>("a");
        await using var enumerator = grain.Count(1000).WithBatchSize(1).GetAsyncEnumerator();
        Assert.True(await enumerator.MoveNextAsync());
        await cluster.Gates.WaitFor("count closed");
        await Assert.ThrowsAsync<EnumerationAbortedException>(async () => await enumerator.MoveNextAsync());
        Assert.Equal("x", await grain.Say("x"));
    }

    [Fact]
    public async Task Wait_LongerThanTheResponseTimeout_GoesOn()
    {
        await using var cluster = await TestCluster.DeployAsync(
            silo => silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(15)),
            builder => builder.ConfigureClient(client => client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(15))));
        var grain = cluster.Client.GetGrain<IEnumerationGrain>("a");
        await using var enumerator = grain.Gated("g").GetAsyncEnumerator();
        var next = enumerator.MoveNextAsync();
        await cluster.Gates.WaitFor("g 1 asked");
        await Assert.ThrowsAsync<TimeoutException>(() => cluster.Client.GetGrain<ICallGrain>("clock").Hold("longer than that"));
        Assert.False(next.IsCompleted);
        cluster.Gates.Open("g 1", "first");
        Assert.True(await next);
        cluster.Gates.Open("longer than that released");
    }
}
