using Distributed.Chaos.Tests.Support;
using Distributed.Chaos.Tests.Workload;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using static Distributed.Chaos.Tests.Support.Make;
using static Distributed.Chaos.Tests.Support.MakeSweep;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>Histories of the experiments of a sweep that must not be, and the sound ones nearest to them.</summary>
public sealed class SweptExperimentTests
{
    [Fact]
    public void Check_CancelledByItsSweep_IsSound() => AssertSound(
        Sweep, AskSweep(Verb.SweepCancel, 0, 9, new Trouble("no answer")), Listed(2, Member(2, ExperimentPhase.Cancelled, 2)));

    [Fact]
    public void Check_CancelledUnasked_IsSeen() => AssertWrong("nobody has asked", Sweep, Listed(0, Member(2, ExperimentPhase.Cancelled, 2)));

    [Fact]
    public void Check_StoppedAtARung_IsSound() => AssertSound(Halved, Listed(0, Member(2, ExperimentPhase.Cancelled, 2)));

    [Fact]
    public void Check_StoppedBetweenRungs_IsSeen() => AssertWrong("nobody has asked", Halved, Listed(0, Member(2, ExperimentPhase.Cancelled)));

    [Fact]
    public void Check_PausedAndQueuedAgain_IsSound() => AssertSound(
        Sweep,
        Listed(0, Member(2, ExperimentPhase.Running, 1)),
        AskSweep(Verb.SweepPause, 1, 2, Stands(SweepPhase.Paused)),
        Listed(3, Member(2, ExperimentPhase.Paused, 2)),
        AskSweep(Verb.SweepResume, 4, 5, Stands()),
        Listed(6, Member(2, ExperimentPhase.Queued, 2)));

    [Fact]
    public void Check_QueuedAgainWithoutAPause_IsSeen() => AssertWrong(
        "Queued again", Sweep, Listed(0, Member(2, ExperimentPhase.Running, 1)), Listed(2, Member(2, ExperimentPhase.Queued, 1)));

    [Fact]
    public void Check_PausedUnasked_IsSeen() => AssertWrong("nobody has asked", Sweep, Listed(0, Member(2, ExperimentPhase.Paused, 1)));

    [Fact]
    public void Check_BackAtAnEarlierEpochAfterAPause_IsSeen() => AssertWrong(
        "is back at 1",
        Sweep,
        Status(0, Member(2, ExperimentPhase.Running, 2)),
        AskSweep(Verb.SweepPause, 2, 3, Stands(SweepPhase.Paused)),
        Status(4, Member(2, ExperimentPhase.Paused, 1)));

    [Fact]
    public void Check_ListIsBehindALiveAnswer_IsSound() => AssertSound(
        Sweep, Status(0, Member(2, ExperimentPhase.Running, 2)), Listed(2, Member(2, ExperimentPhase.Running, 1)));

    [Fact]
    public void Check_ListedWithAnotherLoss_IsSeen() => AssertWrong(
        "its loss at epoch 2", Sweep, Listed(0, Member(2, ExperimentPhase.Running, 2) with { Loss = 5f }));

    [Fact]
    public void Check_BestWithAnotherLoss_IsSeen() => AssertWrong(
        "its loss at epoch 3",
        Sweep,
        AskSweep(Verb.SweepStatus, 0, 1, new SweepStanding(
            Stands(completed: 1).View with { Best = Member(2, ExperimentPhase.Completed, 3) with { Loss = 0.5f } })));

    [Fact]
    public void Check_ListedAndNotThere_IsSeen() => AssertWrong(
        "is not there", Sweep, Listed(0, Member(2)), AskSweep(Verb.Status, 2, 3, new NotFound(), Member(2).Id));

    [Fact]
    public void Check_NotThereBeforeItsSweepHasMadeIt_IsSound() => AssertSound(
        Sweep, AskSweep(Verb.SweepStart, 0, 1, Stands()), AskSweep(Verb.Status, 2, 3, new NotFound(), Member(2).Id));

    private static Operation Status(double begin, ExperimentView view) => AskSweep(Verb.Status, begin, begin + 1, new Standing(view), view.Id);

    private static Operation Listed(double begin, ExperimentView view) => AskSweep(Verb.SweepList, begin, begin + 1, new SweepListed([view]));

    private static void AssertSound(PlannedSweep sweep, params Operation[] operations) => Assert.Empty(Check(sweep, operations));

    private static void AssertWrong(string rule, PlannedSweep sweep, params Operation[] operations) => Assert.Contains(
        Check(sweep, operations),
        violation => violation.Subject == Member(2).Id && violation.Rule.Contains(rule, StringComparison.Ordinal));

    private static List<Violation> Check(PlannedSweep sweep, Operation[] operations)
    {
        var ofExperiments = operations.Where(SweepOperations.IsAboutSweep).SelectMany(operation => SweepOperations.OfExperiments(operation, sweep));
        return [.. Checker.CheckAnswers([.. operations, .. ofExperiments], [], _ => Losses, _ => sweep.Spec.Halving)];
    }
}
