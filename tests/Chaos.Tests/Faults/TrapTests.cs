using Distributed.Chaos.Tests.Processes;
using Distributed.Chaos.Tests.Support;
using Distributed.Chaos.Tests.Workload;

namespace Distributed.Chaos.Tests.Faults;

/// <summary>The named points are spans of the product, and a span may be renamed: here each is reached in real processes.</summary>
[Collection(nameof(RealProcesses))]
public sealed class TrapTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task Inject_AtEachPoint_TheProcessStandsStillThere()
    {
        var folder = Directory.CreateTempSubdirectory("chaos-");
        var history = new History(_ => { });
        var options = new ChaosOptions { Length = TimeSpan.Zero, Seed = 0, Trainers = 1, InferenceServices = 1 };
        await using (var cluster = Cluster.Start(options, folder.FullName, $"Data Source={Path.Combine(folder.FullName, "chaos.db")}", null, history))
        {
            Assert.True(await cluster.AllUpAsync(Patience));
            foreach (var point in FaultPoint.All)
            {
                await AssertReachedAsync(point, cluster, history);
            }
        }

        folder.Delete(recursive: true);
    }

    private static async Task AssertReachedAsync(FaultPoint point, Cluster cluster, History history)
    {
        var victim = cluster.Victims.First(victim => victim.Role == point.Role);
        var (set, sprung) = (Count(history, Befallen.TrapSet), Count(history, Befallen.TrapSprung));
        victim.Inject(new Fault(TimeSpan.Zero, victim.Name, FaultKind.Pause, TimeSpan.Zero) { Point = point, Length = Blink });
        Assert.True(await CountsAsync(history, Befallen.TrapSet, set + 1), $"No trap is set {point.Name}.");
        await TrainAndPredictAsync(point, cluster);

        Assert.True(await CountsAsync(history, Befallen.TrapSprung, sprung + 1), $"Nothing passes {point.Name}.");
    }

    // A model of its own for each point, so that training, publishing and loading all come to pass.
    private static async Task TrainAndPredictAsync(FaultPoint point, Cluster cluster)
    {
        var name = point.Name.Replace(' ', '-');
        var spec = Recipes.All[0] with { Id = name, Model = name };
        Assert.True(await Eventually.TrueAsync(
            async () => await TrainerApi.StartAsync(cluster.Trainers[0].Address, spec) is Standing, Patience));
        Assert.True(await Eventually.TrueAsync(
            async () => await InferenceApi.PredictAsync(cluster.InferenceServices[0].Address, name) is Predicted, Patience));
    }

    private static Task<bool> CountsAsync(History history, Befallen what, int count) =>
        Eventually.TrueAsync(() => Task.FromResult(Count(history, what) == count), Patience);

    private static int Count(History history, Befallen what) => history.Happenings.Count(happening => happening.What == what);
}
