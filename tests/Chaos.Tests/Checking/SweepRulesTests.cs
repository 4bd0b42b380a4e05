using Distributed.Chaos.Tests.Support;
using Distributed.Chaos.Tests.Workload;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.Store;
using static Distributed.Chaos.Tests.Support.MakeSweep;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>Sweeps in the store that must not be, and the sound ones nearest to them.</summary>
public sealed class SweepRulesTests
{
    private static readonly SweepEntry Done = new(MakeSweep.Id, SweepPhase.Completed, 4, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
    private static readonly SweepEntry Cancelled = Done with { Phase = SweepPhase.Cancelled };
    private static readonly ExperimentView[] All = [.. Enumerable.Range(0, 4).Select(index => Member(index, ExperimentPhase.Completed, 3))];

    [Fact]
    public void Faults_AllCompleted_AreNone() => Assert.Empty(Faults(Sweep, Done, All));

    [Fact]
    public void Faults_Missing_IsSeen() => AssertSeen("is not in the store", Faults(Sweep, null, []));

    [Fact]
    public void Faults_NotEnded_IsSeen() => AssertSeen("has not ended", Faults(Sweep, Done with { Phase = SweepPhase.Paused, EndedAt = null }, All));

    [Fact]
    public void Faults_ExperimentMissing_IsSeen() => AssertSeen("many-3 are missing", Faults(Sweep, Done, All[..3]));

    [Fact]
    public void Faults_StrangerAmongThem_IsSeen() => AssertSeen("was to have 4", Faults(Sweep, Done, [.. All, All[0] with { Id = "many-9" }]));

    [Fact]
    public void Faults_OtherCount_IsSeen() => AssertSeen("it has 5", Faults(Sweep, Done with { Count = 5 }, All));

    [Fact]
    public void Faults_CancelledUnasked_IsSeen() => AssertSeen("nobody has asked", Faults(Sweep, Cancelled, All));

    [Fact]
    public void Faults_CancelledBeforeItMadeAny_AreNone() => Assert.Empty(Faults(Sweep, Cancelled, [], MakeSweep.Id));

    [Fact]
    public void Faults_CancelledAndOneMissing_IsSeen() => AssertSeen("are missing", Faults(Sweep, Cancelled, All[..3], MakeSweep.Id));

    [Fact]
    public void Faults_CompletedAndNoneMade_IsSeen() => AssertSeen("are missing", Faults(Sweep, Done, []));

    [Fact]
    public void Faults_ExperimentCancelledUnasked_IsSeen() =>
        AssertSeen("many-1 is cancelled", Faults(Sweep, Done, WithStopped(1, epoch: 2)));

    [Theory]
    [InlineData(MakeSweep.Id)]
    [InlineData("many-1")]
    public void Faults_ExperimentCancelledByItsOwnOrItsSweepsCancel_AreNone(string asked) =>
        Assert.Empty(Faults(Sweep, Done, WithStopped(1, epoch: 2), asked));

    [Fact]
    public void Faults_WeakOneStoppedAtARung_AreNone() => Assert.Empty(Faults(Halved, Done, WithStopped(1, epoch: 2)));

    [Fact]
    public void Faults_BestOneStoppedAtARung_IsSeen() => AssertSeen("none was better there", Faults(Halved, Done, WithStopped(0, epoch: 2)));

    [Fact]
    public void Faults_StoppedBetweenRungs_IsSeen() => AssertSeen("many-1 is cancelled", Faults(Halved, Done, WithStopped(1, epoch: 0)));

    [Fact]
    public void Faults_StoppedWhereNoBetterOneEverCame_IsSeen() => AssertSeen(
        "many-1 was stopped",
        Faults(Halved, Done, [.. WithStopped(1, epoch: 2)[1..], Member(0, ExperimentPhase.Cancelled, 1)], "many-0"));

    private static ExperimentView[] WithStopped(int index, int epoch) =>
        [.. All.Select((view, i) => i == index ? Member(i, ExperimentPhase.Cancelled, epoch) : view)];

    // The experiments are the worse the greater their seed, at every epoch.
    private static List<string> Faults(PlannedSweep sweep, SweepEntry? entry, ExperimentView[] views, params string[] cancelled) =>
        [.. new SweepRules(sweep, spec => [.. Make.Losses.Select(loss => loss + spec.Seed)], cancelled.Contains).Faults(entry, views)];

    private static void AssertSeen(string rule, List<string> faults) =>
        Assert.Contains(faults, fault => fault.Contains(rule, StringComparison.Ordinal));
}
