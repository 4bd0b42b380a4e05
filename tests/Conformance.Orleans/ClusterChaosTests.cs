using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Distributed.Conformance.Orleans;

/// <summary>Silos come, go and die in a seeded order under calls; what was acknowledged is never lost.</summary>
public sealed class ClusterChaosTests
{
    private const int Counters = 30;
    private const int Steps = 6;
    private const int MostSilos = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task StartStopKill_UnderCalls_KeepEveryCount(int seed)
    {
        await using var cluster = await MultiSiloCluster.DeployAsync(3, kills: true);
        var acknowledged = new ConcurrentDictionary<string, int>();
        using var ending = new CancellationTokenSource();
        var callers = Enumerable.Range(0, Counters).Select(i => CallAsync(cluster, $"chaos {i}", acknowledged, ending.Token)).ToArray();
        var random = new Random(seed);
        for (var step = 0; step < Steps; step++)
        {
            await ChangeAsync(cluster.Inner, random);
            await AdvanceAsync(acknowledged);
        }

        await ending.CancelAsync();
        await Task.WhenAll(callers);
        await cluster.WaitForViewAsync();
        foreach (var (key, count) in acknowledged)
        {
            var stored = await MultiSiloCluster.RetryAsync(Grains(cluster).GetGrain<ICounterGrain>(key).Get);
            Assert.True(stored >= count, $"{key}: {count} were acknowledged and {stored} are stored (seed {seed}).");
        }
    }

    private static IGrainFactory Grains(MultiSiloCluster cluster) => MultiSiloCluster.GrainsOf(cluster.Inner.Silos[0]);

    // The first silo stays, because somebody must remember.
    private static async Task ChangeAsync(InProcessTestCluster cluster, Random random)
    {
        var others = cluster.Silos.Skip(1).ToArray();
        var what = random.Next(3);
        if (others.Length == 0 || (what == 0 && others.Length < MostSilos - 1))
        {
            await cluster.StartAdditionalSiloAsync();
        }
        else if (what == 1)
        {
            await cluster.StopSiloAsync(others[random.Next(others.Length)]);
        }
        else
        {
            await cluster.KillSiloAsync(others[random.Next(others.Length)]);
        }
    }

    // A count that was answered is stored; the next answer is larger, by more than one when an answer got lost on its way.
    private static async Task CallAsync(
        MultiSiloCluster cluster, string key, ConcurrentDictionary<string, int> acknowledged, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                var next = await Grains(cluster).GetGrain<ICounterGrain>(key).Add();
                Assert.True(next > acknowledged.GetValueOrDefault(key), $"{key}: {next} after {acknowledged.GetValueOrDefault(key)}");
                acknowledged[key] = next;
            }
            catch (Exception exception) when (MultiSiloCluster.IsFailureOfSilo(exception))
            {
                await Task.Yield();
            }
        }
    }

    // Every counter gets on again after each change.
    private static Task AdvanceAsync(ConcurrentDictionary<string, int> acknowledged)
    {
        var before = acknowledged.ToDictionary();
        return MultiSiloCluster.WaitUntilAsync(() => Task.FromResult(
            acknowledged.Count == Counters && acknowledged.All(p => p.Value > before.GetValueOrDefault(p.Key))));
    }
}
