using Orleans.Runtime;
using Orleans.TestingHost;

namespace Distributed.Conformance.Orleans;

/// <summary>Silos that stop, die and come back.</summary>
public sealed class ClusterFailureTests
{
    [Fact]
    public async Task Kill_GrainsAreActivatedElsewhere()
    {
        await using var cluster = await MultiSiloCluster.DeployAsync(3, kills: true);
        var (survivor, victim) = (cluster.Inner.Silos[0], cluster.Inner.Silos[2]);
        var keys = await CountersOn(survivor, victim, 10);
        await cluster.Inner.KillSiloAsync(victim);
        foreach (var key in keys)
        {
            var counter = Counter(survivor, key);
            Assert.Equal(2, await MultiSiloCluster.RetryAsync(counter.Add));
            Assert.NotEqual(victim.SiloAddress, await counter.Where());
        }
    }

    [Fact]
    public async Task Kill_CallsToTheDeadSilo_EndInBoundedTime()
    {
        await using var cluster = await MultiSiloCluster.DeployAsync(2, kills: true);
        var (survivor, victim) = (cluster.Inner.Silos[0], cluster.Inner.Silos[1]);
        await MultiSiloCluster.ActivateOn(victim, "held");
        var call = MultiSiloCluster.GrainsOf(survivor).GetGrain<ILocatedGrain>("held").Hold("held");
        await cluster.Gates.WaitFor("held entered");
        await cluster.Inner.KillSiloAsync(victim);
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => call.WaitAsync(MultiSiloCluster.Patience));
        cluster.Gates.Open("held released");
        Assert.True(MultiSiloCluster.IsFailureOfSilo(exception), exception.ToString());
    }

    [Fact]
    public async Task Kill_OthersLearnOfTheDeath()
    {
        await using var cluster = await MultiSiloCluster.DeployAsync(3, kills: true);
        var (survivor, victim) = (cluster.Inner.Silos[0], cluster.Inner.Silos[2]);
        var listener = new Listener();
        Assert.True(MultiSiloCluster.OracleOf(survivor).SubscribeToSiloStatusEvents(listener));
        Assert.False(MultiSiloCluster.OracleOf(survivor).SubscribeToSiloStatusEvents(listener));
        await cluster.Inner.KillSiloAsync(victim);
        await MultiSiloCluster.WaitUntilAsync(() => Task.FromResult(listener.Saw(victim.SiloAddress, SiloStatus.Dead)));
        await cluster.WaitForViewAsync();
        Assert.True(MultiSiloCluster.OracleOf(survivor).IsDeadSilo(victim.SiloAddress));
        Assert.Equal(SiloStatus.Dead, MultiSiloCluster.OracleOf(survivor).GetApproximateSiloStatus(victim.SiloAddress));
        Assert.True(MultiSiloCluster.OracleOf(survivor).UnSubscribeFromSiloStatusEvents(listener));
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task Stop_HandsGrainsOverWithTheirState()
    {
        await using var cluster = await MultiSiloCluster.DeployAsync(2);
        var (survivor, leaving) = (cluster.Inner.Silos[0], cluster.Inner.Silos[1]);
        var keys = await CountersOn(survivor, leaving, 5);
        foreach (var key in keys)
        {
            Assert.Equal(2, await Counter(survivor, key).AddLater());
        }

        await cluster.Inner.StopSiloAsync(leaving);
        foreach (var key in keys)
        {
            Assert.Equal(DeactivationReasonCode.ShuttingDown, await cluster.Gates.WaitFor($"{key} stopped on {leaving.SiloAddress}"));
            Assert.Equal(2, await Counter(survivor, key).Get());
            Assert.Equal(survivor.SiloAddress, await Counter(survivor, key).Where());
        }
    }

    [Fact]
    public async Task Stop_WhileCalled_NothingThatWasAnsweredIsLost()
    {
        await using var cluster = await MultiSiloCluster.DeployAsync(3);
        var survivor = cluster.Inner.Silos[0];
        using var ending = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 20).Select(i => Count(Counter(survivor, $"busy {i}"), ending.Token)).ToArray();
        await cluster.Inner.StopSiloAsync(cluster.Inner.Silos[2]);
        await cluster.Inner.StopSiloAsync(cluster.Inner.Silos[1]);
        await ending.CancelAsync();
        var counts = await Task.WhenAll(callers);
        for (var i = 0; i < counts.Length; i++)
        {
            // Where they were is forgotten a moment after the silos are gone.
            var counted = await MultiSiloCluster.RetryAsync(Counter(survivor, $"busy {i}").Get);
            Assert.True(counted >= counts[i], $"{counts[i]} were answered to caller {i}.");
        }
    }

    [Fact]
    public async Task Restart_NewSiloTakesPart()
    {
        await using var cluster = await MultiSiloCluster.DeployAsync(2);
        var before = cluster.Inner.Silos[1];
        var after = await cluster.Inner.RestartSiloAsync(before);
        await cluster.WaitForViewAsync();
        Assert.NotEqual(before.SiloAddress, after!.SiloAddress);
        await MultiSiloCluster.ActivateOn(after, "fresh");
        Assert.Equal(after.SiloAddress, await MultiSiloCluster.GrainsOf(cluster.Inner.Silos[0]).GetGrain<ILocatedGrain>("fresh").Where());
    }

    [Fact]
    public async Task Client_GoesOnWhenASiloDies()
    {
        await using var cluster = await MultiSiloCluster.DeployAsync(3, kills: true);
        await cluster.Inner.KillSiloAsync(cluster.Inner.Silos[0]);
        foreach (var key in Enumerable.Range(0, 20))
        {
            Assert.Equal(1, await MultiSiloCluster.RetryAsync(cluster.Inner.Client.GetGrain<ICounterGrain>($"client {key}").Add));
        }
    }

    private static ICounterGrain Counter(InProcessSiloHandle silo, string key) => MultiSiloCluster.GrainsOf(silo).GetGrain<ICounterGrain>(key);

    // Counters that stand at one and are active on a given silo.
    private static async Task<string[]> CountersOn(InProcessSiloHandle caller, InProcessSiloHandle host, int count)
    {
        var keys = new List<string>();
        for (var i = 0; keys.Count < count; i++)
        {
            var key = $"counter {i}";
            await Counter(caller, key).Add();
            if (host.SiloAddress.Equals(await Counter(caller, key).Where()))
            {
                keys.Add(key);
            }
        }

        return [.. keys];
    }

    // A call that was under way to a silo that stopped may fail, and may have counted all the same; one that is passed on may count twice.
    private static async Task<int> Count(ICounterGrain counter, CancellationToken ending)
    {
        var last = 0;
        while (!ending.IsCancellationRequested)
        {
            try
            {
                var next = await counter.Add();
                Assert.True(next > last, $"{next} after {last}");
                last = next;
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                // Tried again, as any caller would.
            }
        }

        return last;
    }

    private sealed class Listener : ISiloStatusListener
    {
        private readonly List<(SiloAddress Silo, SiloStatus Status)> _seen = [];

        public bool Saw(SiloAddress silo, SiloStatus status)
        {
            lock (_seen)
            {
                return _seen.Contains((silo, status));
            }
        }

        public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
        {
            lock (_seen)
            {
                _seen.Add((updatedSilo, status));
            }
        }
    }
}
