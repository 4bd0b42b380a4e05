using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;

namespace Distributed.Chaos.Tests.Workload;

public sealed class SweepPlanTests
{
    private const int Many = 100;

    [Fact]
    public void Next_SameSeed_SameSweeps() => Assert.Equal(Sweeps(7).Select(sweep => sweep.Body), Sweeps(7).Select(sweep => sweep.Body));

    [Fact]
    public void Next_AnotherSeed_OtherSweeps() => Assert.NotEqual(Sweeps(7).Select(sweep => sweep.Body), Sweeps(8).Select(sweep => sweep.Body));

    [Fact]
    public void Next_InTime_TakesEveryWayAndPriorityAndHalving()
    {
        var sweeps = Sweeps(1);

        Assert.Equal(SweepRecipes.All.Count, sweeps.DistinctBy(sweep => string.Join(' ', sweep.Experiments.Values.Select(Nameless))).Count());
        Assert.Equal(Enum.GetValues<RunPriority>().Order(), sweeps.Select(sweep => sweep.Spec.Priority).Distinct().Order());
        Assert.Contains(sweeps, sweep => sweep.Spec.Halving is not null);
        Assert.Contains(sweeps, sweep => sweep.IsQuiet);
        Assert.Contains(sweeps, sweep => sweep.MayBeStopped);
    }

    [Fact]
    public void OtherBody_IsASoundSweepOfTheSameNameThatAsksForAnother() => Assert.All(Sweeps(1), sweep =>
    {
        var other = SweepReader.Read(System.Text.Encoding.UTF8.GetBytes(sweep.OtherBody)).Sweep!;

        Assert.Equal(sweep.Id, other.Id);
        Assert.False(SweepJson.AreSame(sweep.Spec, other));
    });

    [Fact]
    public void SweepOf_ExperimentOfNone_IsNull()
    {
        var plan = new SweepPlan(1);
        var sweep = plan.Next();

        Assert.Same(sweep, plan.SweepOf(sweep.Spec.ExperimentIdAt(0)));
        Assert.Null(plan.SweepOf("experiment-1"));
    }

    private static string Nameless(ExperimentSpec spec) => System.Text.Encoding.UTF8.GetString(SpecJson.Write(spec with { Id = "", Model = "" }));

    private static List<PlannedSweep> Sweeps(int seed)
    {
        var plan = new SweepPlan(seed);
        return [.. Enumerable.Range(0, Many).Select(_ => plan.Next())];
    }
}
