using Distributed.Contracts.Experiments;
using static Distributed.Chaos.Tests.Support.Make;

namespace Distributed.Chaos.Tests.Workload;

public sealed class RecoveriesTests
{
    private readonly Recoveries _recoveries = new();
    private readonly ExperimentView _lost = View(ExperimentPhase.Running, 1).View;
    private readonly Happening[] _loss = [Befell("trainer-1", 10, Befallen.Ended)];

    [Fact]
    public void Look_ExperimentGoesOnElsewhere_TellsWhen()
    {
        _recoveries.Look(Seconds(9), [_lost], []);
        _recoveries.Look(Seconds(11), [_lost], _loss);
        _recoveries.Look(Seconds(12), [_lost], _loss);
        _recoveries.Look(Seconds(13), [_lost with { Silo = "trainer-2" }], _loss);

        Assert.Equal([new Recovery(Id, "trainer-1", Seconds(10), Seconds(13))], _recoveries.All);
    }

    [Fact]
    public void Look_ExperimentEnds_CountsAsGoneOn()
    {
        _recoveries.Look(Seconds(11), [_lost], _loss);
        _recoveries.Look(Seconds(12), [], _loss);

        Assert.Equal(Seconds(12), Assert.Single(_recoveries.All).Resumed);
    }

    [Fact]
    public void Look_ExperimentStandsStill_Waits()
    {
        _recoveries.Look(Seconds(11), [_lost], _loss);
        _recoveries.Look(Seconds(99), [_lost], _loss);

        Assert.Null(Assert.Single(_recoveries.All).Resumed);
    }

    [Fact]
    public void Look_LostToTheSameSiloAgain_IsMeasuredAnew()
    {
        Happening[] twice = [.. _loss, Befell("trainer-1", 20, Befallen.Ended)];
        _recoveries.Look(Seconds(11), [_lost], _loss);
        _recoveries.Look(Seconds(21), [_lost], twice);
        _recoveries.Look(Seconds(25), [], twice);

        Assert.Equal(
            [new Recovery(Id, "trainer-1", Seconds(10), Seconds(20)), new Recovery(Id, "trainer-1", Seconds(20), Seconds(25))], _recoveries.All);
    }

    [Fact]
    public void Look_ExperimentOfAnotherSilo_IsNotLost()
    {
        _recoveries.Look(Seconds(11), [_lost with { Silo = "trainer-2" }], _loss);

        Assert.Empty(_recoveries.All);
    }
}
