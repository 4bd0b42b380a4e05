using Distributed.Chaos.Tests.Support;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using static Distributed.Chaos.Tests.Support.Make;
using static Distributed.Chaos.Tests.Support.MakeSweep;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>Histories of one sweep that must not be, and the sound ones nearest to them.</summary>
public sealed class SweepModelTests
{
    private static readonly SweepStanding Done = Stands(SweepPhase.Completed, completed: 4);
    private static readonly SweepView DoneView = Done.View;

    [Fact]
    public void Check_FromStartToEnd_IsSound() => AssertSound(
        AskSweep(Verb.SweepStatus, 0, 0.5, new NotFound()),
        AskSweep(Verb.SweepStart, 0, 1, Stands()),
        AskSweep(Verb.SweepStart, 1.5, 2, Stands()),
        AskSweep(Verb.SweepStartOther, 2, 3, new Conflict()),
        AskSweep(Verb.SweepList, 3, 4, new SweepListed([Member(0)])),
        AskSweep(Verb.SweepPause, 4, 5, Stands(SweepPhase.Paused, running: 1)),
        AskSweep(Verb.SweepStatus, 6, 7, Stands(SweepPhase.Paused, paused: 1)),
        AskSweep(Verb.SweepResume, 8, 9, Stands(running: 1)),
        AskSweep(Verb.SweepWatch, 10, 13, new SweepWatched([Stands(running: 2).View, Stands(completed: 2).View])),
        AskSweep(Verb.SweepPause, 14, 15, new Conflict()),
        AskSweep(Verb.SweepStatus, 16, 17, Done),
        AskSweep(Verb.SweepList, 18, 19, new SweepListed([Member(0), Member(1), Member(2), Member(3)])));

    [Fact]
    public void Check_AcknowledgedAndNotThere_IsSeen() =>
        AssertWrong("is not there", AskSweep(Verb.SweepStart, 0, 1, Stands()), AskSweep(Verb.SweepStatus, 2, 3, new NotFound()));

    [Fact]
    public void Check_SameSweepRefused_IsSeen() => AssertWrong("is refused", AskSweep(Verb.SweepStart, 0, 1, new Conflict()));

    [Fact]
    public void Check_AnotherSweepAccepted_IsSeen() => AssertWrong("another sweep", AskSweep(Verb.SweepStartOther, 0, 1, Stands()));

    [Fact]
    public void Check_OtherCount_IsSeen() => AssertWrong(
        "is shown with 5", AskSweep(Verb.SweepStatus, 0, 1, new SweepStanding(Stands().View with { Count = 5 })));

    [Fact]
    public void Check_CountsOfMoreThanItHas_IsSeen() => AssertWrong("of which 5", With(Stands().View.Experiments with { Queued = 5 }));

    [Fact]
    public void Check_CountsOfFewerThanItHas_IsSeen() => AssertWrong("of which 3", With(Stands().View.Experiments with { Queued = 3 }));

    [Fact]
    public void Check_OneFailed_IsSeen() => AssertWrong("failed", With(new SweepCounts(3, 0, 0, 0, 1, 0)));

    [Fact]
    public void Check_EndedBeforeItsExperiments_IsSeen() => AssertWrong(
        "have not", AskSweep(Verb.SweepStatus, 0, 1, new SweepStanding(DoneView with { Experiments = new SweepCounts(1, 0, 0, 3, 0, 0) })));

    [Theory]
    [InlineData(SweepPhase.Completed, false)]
    [InlineData(SweepPhase.Running, true)]
    public void Check_EndAndPhaseThatDoNotGoTogether_AreSeen(SweepPhase phase, bool ended) => AssertWrong(
        "its end is",
        AskSweep(Verb.SweepStatus, 0, 1, new SweepStanding(DoneView with { Phase = phase, EndedAt = ended ? DateTimeOffset.UnixEpoch : null })));

    [Fact]
    public void Check_BestOfAnotherSweep_IsSeen() => AssertWrong(
        "its best is", AskSweep(Verb.SweepStatus, 0, 1, new SweepStanding(Stands().View with { Best = Completed().View })));

    [Fact]
    public void Check_BestThatHasNotCompleted_IsSeen() => AssertWrong(
        "its best is", AskSweep(Verb.SweepStatus, 0, 1, new SweepStanding(Stands().View with { Best = Member(1, ExperimentPhase.Running, 1) })));

    [Fact]
    public void Check_CompletedCountGoesBack_IsSeen() => AssertWrong(
        "had completed", AskSweep(Verb.SweepStatus, 0, 1, Stands(completed: 2)), AskSweep(Verb.SweepStatus, 2, 3, Stands(completed: 1)));

    [Fact]
    public void Check_CountGoesBackWithinAStream_IsSeen() => AssertWrong(
        "had completed", AskSweep(Verb.SweepWatch, 0, 3, new SweepWatched([Stands(completed: 2).View, Stands(completed: 1).View])));

    [Fact]
    public void Check_CountsOfOverlappingQuestionsInAnyOrder_AreSound() => AssertSound(
        AskSweep(Verb.SweepStatus, 0, 3, Stands()), AskSweep(Verb.SweepStatus, 1, 2, Stands(completed: 1)));

    [Fact]
    public void Check_ChangesAfterItsEnd_IsSeen() => AssertWrong(
        "is now something else",
        AskSweep(Verb.SweepStatus, 0, 1, Done),
        AskSweep(Verb.SweepStatus, 2, 3, new SweepStanding(DoneView with { EndedAt = DateTimeOffset.UnixEpoch.AddSeconds(1) })));

    [Fact]
    public void Check_RunsAfterItRefusedAPauseAsOver_IsSeen() => AssertWrong(
        "was over", AskSweep(Verb.SweepPause, 0, 1, new Conflict()), AskSweep(Verb.SweepStatus, 2, 3, Stands()));

    [Fact]
    public void Check_StrangerInItsList_IsSeen() => AssertWrong(
        "is listed as its own", AskSweep(Verb.SweepList, 0, 1, new SweepListed([Member(0) with { Id = "many-7" }])));

    [Fact]
    public void Check_ListedTwice_IsSeen() => AssertWrong(
        "is listed twice", AskSweep(Verb.SweepList, 0, 1, new SweepListed([Member(0), Member(0)])));

    [Fact]
    public void Check_ExperimentsVanish_IsSeen() => AssertWrong(
        "2 experiments of it were there",
        AskSweep(Verb.SweepList, 0, 1, new SweepListed([Member(0), Member(1)])),
        AskSweep(Verb.SweepList, 2, 3, new SweepListed([Member(0)])));

    [Fact]
    public void Check_CompletedAndNotAllListed_IsSeen() => AssertWrong(
        "4 experiments of it were there",
        AskSweep(Verb.SweepStatus, 0, 1, Done),
        AskSweep(Verb.SweepList, 2, 3, new SweepListed([Member(0), Member(1), Member(2)])));

    private static Operation With(SweepCounts counts) =>
        AskSweep(Verb.SweepStatus, 0, 1, new SweepStanding(Stands().View with { Experiments = counts }));

    private static void AssertSound(params Operation[] operations) => Assert.Empty(Check(Sweep, operations));

    private static void AssertWrong(string rule, params Operation[] operations) => AssertSees(rule, Check(Sweep, operations));
}
