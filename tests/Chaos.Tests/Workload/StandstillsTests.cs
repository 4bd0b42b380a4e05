using Distributed.Chaos.Tests.Support;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.Store;
using static Distributed.Chaos.Tests.Support.Make;

namespace Distributed.Chaos.Tests.Workload;

public sealed class StandstillsTests
{
    private static readonly SweepEntry Sweep = new(MakeSweep.Id, SweepPhase.Running, 4, DateTimeOffset.UnixEpoch, EndedAt: null);
    private static readonly ExperimentView Experiment = View(ExperimentPhase.Running, 1).View with { Sweep = MakeSweep.Id };

    private readonly Standstills _standstills = new();

    [Fact]
    public void Look_NothingForAWhile_TellsFromWhenToWhen()
    {
        _standstills.Look(Seconds(1), [Sweep], [Experiment], []);
        _standstills.Look(Seconds(5), [Sweep], [Experiment], []);
        _standstills.Look(Seconds(9), [Sweep], [Experiment with { Epoch = 2 }], []);

        Assert.Equal([new Recovery(MakeSweep.Id, null, Seconds(1), Seconds(9))], _standstills.All);
    }

    [Fact]
    public void Look_NothingUntilTheEnd_GoesOn()
    {
        _standstills.Look(Seconds(1), [Sweep], [Experiment], []);
        _standstills.Look(Seconds(50), [Sweep], [Experiment], []);

        Assert.Equal([new Recovery(MakeSweep.Id, null, Seconds(1), null)], _standstills.All);
    }

    [Fact]
    public void Look_TheLastExperimentHasEndedAndTheSweepHasNot_IsAStandstill()
    {
        _standstills.Look(Seconds(1), [Sweep], [], []);
        _standstills.Look(Seconds(50), [Sweep], [], []);

        Assert.Single(_standstills.All);
    }

    [Fact]
    public void Look_SweepEnds_IsNoneAnyMore()
    {
        _standstills.Look(Seconds(1), [Sweep], [Experiment], []);
        _standstills.Look(Seconds(2), [], [], []);
        _standstills.Look(Seconds(50), [], [], []);

        Assert.Empty(_standstills.All);
    }

    [Fact]
    public void Look_ATrainerIsLostMeanwhile_IsMeasuredAnew()
    {
        _standstills.Look(Seconds(1), [Sweep], [Experiment], []);
        _standstills.Look(Seconds(11), [Sweep], [Experiment], [Befell("trainer-2", 10, Befallen.Ended)]);
        _standstills.Look(Seconds(50), [Sweep], [Experiment], [Befell("trainer-2", 10, Befallen.Ended)]);

        Assert.Equal(
            [new Recovery(MakeSweep.Id, null, Seconds(1), Seconds(11)), new Recovery(MakeSweep.Id, null, Seconds(11), null)], _standstills.All);
    }

    [Fact]
    public void Look_SomethingAtEveryLook_IsNone()
    {
        _standstills.Look(Seconds(1), [Sweep], [Experiment], []);
        _standstills.Look(Seconds(2), [Sweep], [Experiment with { Epoch = 2 }], []);
        _standstills.Look(Seconds(3), [Sweep], [], []);

        Assert.Empty(_standstills.All);
    }
}
