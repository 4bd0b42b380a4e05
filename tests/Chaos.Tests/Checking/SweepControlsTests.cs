using Distributed.Chaos.Tests.Support;
using Distributed.Contracts.Sweeps;
using static Distributed.Chaos.Tests.Support.Make;
using static Distributed.Chaos.Tests.Support.MakeSweep;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>Histories of a sweep that was paused and cancelled, or not: those that must not be, and the sound ones nearest to them.</summary>
public sealed class SweepControlsTests
{
    [Fact]
    public void Check_CancelRefused_IsSeen() => AssertWrong("is refused", AskSweep(Verb.SweepCancel, 0, 1, new Conflict()));

    [Fact]
    public void Check_CancelledUnasked_IsSeen() =>
        AssertWrong("nobody has asked", AskSweep(Verb.SweepStatus, 0, 1, Stands(SweepPhase.Cancelled, cancelled: 4)));

    [Fact]
    public void Check_PausedUnasked_IsSeen() => AssertWrong("nobody has asked", AskSweep(Verb.SweepStatus, 0, 1, Stands(SweepPhase.Paused)));

    [Fact]
    public void Check_ExperimentsPausedUnasked_IsSeen() => AssertWrong("nobody has asked", AskSweep(Verb.SweepStatus, 0, 1, Stands(paused: 1)));

    [Fact]
    public void Check_MoreExperimentsCancelledThanAsked_IsSeen()
    {
        Operation[] asked = [AskSweep(Verb.Cancel, 0, 1, new Trouble("no answer"), "many-2")];

        AssertSound([.. asked, AskSweep(Verb.SweepStatus, 2, 3, Stands(cancelled: 1))]);
        AssertWrong("asked for 1 times", [.. asked, AskSweep(Verb.SweepStatus, 2, 3, Stands(cancelled: 2))]);
    }

    [Fact]
    public void Check_ExperimentsStoppedByHalving_IsSound() =>
        Assert.Empty(Check(Halved, AskSweep(Verb.SweepStatus, 0, 1, Stands(cancelled: 2))));

    [Fact]
    public void Check_CancelAcknowledgedAndGoesOn_IsSeen() => AssertWrong(
        "and it goes on", AskSweep(Verb.SweepCancel, 0, 1, Stands(running: 1)));

    [Fact]
    public void Check_GoesOnAfterAnAcknowledgedCancel_IsSeen() => AssertWrong(
        "and it goes on",
        AskSweep(Verb.SweepCancel, 0, 1, Stands(SweepPhase.Cancelled, running: 1, cancelled: 3)),
        AskSweep(Verb.SweepStatus, 2, 3, Stands(running: 1, cancelled: 3)));

    [Fact]
    public void Check_CancelNotDoneInTime_IsSeen()
    {
        var cancelled = Stands(SweepPhase.Cancelled, running: 1, cancelled: 3);

        AssertSound(AskSweep(Verb.SweepCancel, 0, 1, cancelled), AskSweep(Verb.SweepStatus, 20, 21, cancelled));
        AssertWrong("has not ended yet", AskSweep(Verb.SweepCancel, 0, 1, cancelled), AskSweep(Verb.SweepStatus, 22, 23, cancelled));
    }

    [Fact]
    public void Check_CancelNotDoneWithoutATrainer_IsSound()
    {
        var cancelled = Stands(SweepPhase.Cancelled, running: 1, cancelled: 3);

        Assert.Empty(CheckOver(
            Sweep,
            [Befell("trainer-1", 5, Befallen.Killed), Befell("trainer-1", 9, Befallen.Up)],
            AskSweep(Verb.SweepCancel, 0, 1, cancelled),
            AskSweep(Verb.SweepStatus, 22, 23, cancelled)));
    }

    [Fact]
    public void Check_PauseAcknowledgedAndRunning_IsSeen() => AssertWrong("without a resume", AskSweep(Verb.SweepPause, 0, 1, Stands()));

    [Fact]
    public void Check_RunningAfterAnAcknowledgedPause_IsSeen() => AssertWrong(
        "without a resume", AskSweep(Verb.SweepPause, 0, 1, Stands(SweepPhase.Paused)), AskSweep(Verb.SweepStatus, 2, 3, Stands()));

    [Fact]
    public void Check_TrainedLongAfterAPause_IsSeen()
    {
        var paused = Stands(SweepPhase.Paused, running: 1);

        AssertSound(AskSweep(Verb.SweepPause, 0, 1, paused), AskSweep(Verb.SweepStatus, 20, 21, paused));
        AssertWrong("is still trained", AskSweep(Verb.SweepPause, 0, 1, paused), AskSweep(Verb.SweepStatus, 22, 23, paused));
    }

    [Fact]
    public void Check_RunningAfterAPauseAndAnUnansweredResume_IsSound() => AssertSound(
        AskSweep(Verb.SweepResume, 0, 1, new Trouble("no answer")),
        AskSweep(Verb.SweepPause, 2, 3, Stands(SweepPhase.Paused)),
        AskSweep(Verb.SweepStatus, 4, 5, Stands()));

    [Fact]
    public void Check_PauseAndResumeThatOverlap_MayComeInAnyOrder() => AssertSound(
        AskSweep(Verb.SweepResume, 0, 2, Stands()),
        AskSweep(Verb.SweepPause, 1, 3, Stands()),
        AskSweep(Verb.SweepStatus, 4, 5, Stands()));

    [Fact]
    public void Check_ResumedAndPausedAgainUnderAQuestion_MayBeSeenRunning() => AssertSound(
        AskSweep(Verb.SweepPause, 0, 1, Stands(SweepPhase.Paused)),
        AskSweep(Verb.SweepWatch, 2, 9, new SweepWatched([Stands(SweepPhase.Paused).View, Stands(running: 1).View])),
        AskSweep(Verb.SweepResume, 3, 4, Stands()),
        AskSweep(Verb.SweepPause, 5, 6, Stands(SweepPhase.Paused)));

    [Fact]
    public void Check_PausedAgainAndTrained_IsDueFromTheSecondPauseOn() => AssertSound(
        AskSweep(Verb.SweepPause, 0, 1, Stands(SweepPhase.Paused)),
        AskSweep(Verb.SweepStatus, 22, 29, Stands(SweepPhase.Paused, running: 1)),
        AskSweep(Verb.SweepResume, 23, 24, Stands()),
        AskSweep(Verb.SweepPause, 25, 26, Stands(SweepPhase.Paused)));

    private static void AssertSound(params Operation[] operations) => Assert.Empty(Check(Sweep, operations));

    private static void AssertWrong(string rule, params Operation[] operations) => AssertSees(rule, Check(Sweep, operations));
}
