using Distributed.Chaos.Tests.Support;
using Distributed.Contracts.Experiments;
using static Distributed.Chaos.Tests.Support.Make;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>Histories of one experiment that must not be, and the sound ones nearest to them.</summary>
public sealed class ExperimentModelTests
{
    [Fact]
    public void Check_FromStartToEnd_IsSound() => AssertSound(
        Ask(Verb.Start, 0, 1, View(ExperimentPhase.Queued)),
        Ask(Verb.Status, 2, 3, View(ExperimentPhase.Running)),
        Ask(Verb.Status, 4, 5, View(ExperimentPhase.Running, 2)),
        Ask(Verb.Losses, 5, 6, new LossesSeen([9f, 4f])),
        Ask(Verb.StartOther, 5, 6, new Conflict()),
        Ask(Verb.Status, 7, 8, Completed()),
        Ask(Verb.Losses, 9, 10, new LossesSeen([9f, 4f, 1f])));

    [Fact]
    public void Check_AcknowledgedAndNotThere_IsSeen() => AssertWrong(
        "is not there", Ask(Verb.Start, 0, 1, View(ExperimentPhase.Queued)), Ask(Verb.Status, 2, 3, new NotFound()));

    [Fact]
    public void Check_NotThereWhileItIsBeingStarted_IsSound() => AssertSound(
        Ask(Verb.Start, 0, 3, View(ExperimentPhase.Queued)), Ask(Verb.Status, 2, 4, new NotFound()));

    [Fact]
    public void Check_NotThereAfterAnUnansweredStart_IsSound() => AssertSound(
        Ask(Verb.Start, 0, 1, new Trouble("the connection was reset")), Ask(Verb.Status, 2, 3, new NotFound()));

    [Fact]
    public void Check_NotThereAfterItWasSeenOnce_IsSeen() => AssertWrong(
        "is not there",
        Ask(Verb.Start, 0, 1, new Trouble("the connection was reset")),
        Ask(Verb.Status, 2, 3, View(ExperimentPhase.Queued)),
        Ask(Verb.Losses, 4, 5, new NotFound()));

    [Fact]
    public void Check_AnotherSpecAccepted_IsSeen() => AssertWrong(
        "another spec", Ask(Verb.Start, 0, 1, View(ExperimentPhase.Queued)), Ask(Verb.StartOther, 2, 3, View(ExperimentPhase.Queued)));

    [Fact]
    public void Check_OwnSpecRefused_IsSeen() => AssertWrong("its own spec", Ask(Verb.Start, 0, 1, new Conflict()));

    [Theory]
    [InlineData(ExperimentPhase.Running, ExperimentPhase.Queued)]
    [InlineData(ExperimentPhase.Completed, ExperimentPhase.Running)]
    public void Check_PhaseGoesBack_IsSeen(ExperimentPhase before, ExperimentPhase after) => AssertWrong(
        before == ExperimentPhase.Completed ? "is now something else" : "is Queued again",
        Ask(Verb.Status, 0, 1, before == ExperimentPhase.Completed ? Completed() : View(before)),
        Ask(Verb.Status, 2, 3, View(after)));

    [Fact]
    public void Check_ListedAsRunningBeforeItsGrainKnows_IsSound() => AssertSound(
        Ask(Verb.Listed, 0, 1, View(ExperimentPhase.Running)), Ask(Verb.Status, 2, 3, View(ExperimentPhase.Queued)));

    [Fact]
    public void Check_ListedAsQueuedAfterItRan_IsSeen() => AssertWrong(
        "is Queued again", Ask(Verb.Status, 0, 1, View(ExperimentPhase.Running)), Ask(Verb.Listed, 2, 3, View(ExperimentPhase.Queued)));

    [Fact]
    public void Check_PhasesOfOverlappingQuestionsInAnyOrder_AreSound() => AssertSound(
        Ask(Verb.Status, 0, 3, View(ExperimentPhase.Queued)), Ask(Verb.Status, 1, 2, View(ExperimentPhase.Running)));

    [Fact]
    public void Check_CompletedTwiceWithDifferentVersions_IsSeen() => AssertWrong(
        "is now something else", Ask(Verb.Status, 0, 1, Completed(1)), Ask(Verb.Status, 2, 3, Completed(2)));

    [Fact]
    public void Check_CancelledAndCompletedAfterwards_IsSeen() => AssertWrong(
        "is now something else",
        Ask(Verb.Cancel, 0, 1, View(ExperimentPhase.Cancelled, 2)),
        Ask(Verb.Status, 2, 3, Completed()));

    [Fact]
    public void Check_CancelledUnasked_IsSeen() => AssertWrong("nobody has asked", Ask(Verb.Status, 0, 1, View(ExperimentPhase.Cancelled, 2)));

    [Fact]
    public void Check_CancelledByAnUnansweredCancel_IsSound() => AssertSound(
        Ask(Verb.Cancel, 0, 9, new Trouble("no answer")), Ask(Verb.Status, 2, 3, View(ExperimentPhase.Cancelled, 2)));

    [Fact]
    public void Check_CancelAcknowledgedAndRunning_IsSeen() => AssertWrong("it goes on", Ask(Verb.Cancel, 0, 1, View(ExperimentPhase.Running)));

    [Fact]
    public void Check_Failed_IsSeen() => AssertWrong("it failed", Ask(Verb.Status, 0, 1, View(ExperimentPhase.Failed)));

    [Fact]
    public void Check_CompletedWithoutVersion_IsSeen() =>
        AssertWrong("without a version", Ask(Verb.Status, 0, 1, View(ExperimentPhase.Completed, 3)));

    [Fact]
    public void Check_CompletedBeforeTheLastEpoch_IsSeen() =>
        AssertWrong("completed at epoch 2", Ask(Verb.Status, 0, 1, View(ExperimentPhase.Completed, 2, 1)));

    [Fact]
    public void Check_LossOfAnotherEpoch_IsSeen() => AssertWrong(
        "its loss at epoch 2", Ask(Verb.Status, 0, 1, new Standing(View(ExperimentPhase.Running, 2).View with { Loss = 9f })));

    [Fact]
    public void Check_OtherLosses_IsSeen() => AssertWrong("its loss of epoch 2", Ask(Verb.Losses, 0, 1, new LossesSeen([9f, 5f])));

    [Fact]
    public void Check_LossesMissingAfterTheEnd_IsSeen() => AssertWrong(
        "has 2 losses", Ask(Verb.Status, 0, 1, Completed()), Ask(Verb.Losses, 2, 3, new LossesSeen([9f, 4f])));

    [Fact]
    public void Check_EpochGoesBackWithoutAFault_IsSeen() => AssertWrong(
        "is back at 1", Ask(Verb.Status, 0, 1, View(ExperimentPhase.Running, 2)), Ask(Verb.Status, 2, 3, View(ExperimentPhase.Running, 1)));

    [Fact]
    public void Check_EpochGoesBackOverAKilledTrainer_IsSound() => Assert.Empty(Check(
        [Befell("trainer-1", 1.5, Befallen.Killed), Befell("trainer-1", 1.9, Befallen.Up)],
        Ask(Verb.Status, 0, 1, View(ExperimentPhase.Running, 2)),
        Ask(Verb.Status, 2, 3, View(ExperimentPhase.Running, 1))));

    private static void AssertSound(params Operation[] operations) => Assert.Empty(Check([], operations));

    private static void AssertWrong(string rule, params Operation[] operations) =>
        Assert.Contains(Check([], operations), violation => violation.Subject == Id && violation.Rule.Contains(rule, StringComparison.Ordinal));

    private static List<Violation> Check(IReadOnlyCollection<Happening> happenings, params Operation[] operations) =>
        [.. Checker.CheckAnswers(operations, happenings, _ => Losses, _ => null)];
}
