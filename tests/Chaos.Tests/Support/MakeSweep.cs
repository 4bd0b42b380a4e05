using System.Text.Json.Nodes;
using Distributed.Chaos.Tests.Checking;
using Distributed.Chaos.Tests.Workload;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;

namespace Distributed.Chaos.Tests.Support;

/// <summary>Pieces of histories of one sweep of four experiments of three epochs, written by hand. Times are seconds.</summary>
internal static class MakeSweep
{
    public const string Id = "many";

    public static PlannedSweep Sweep { get; } = Planned();

    /// <summary>The same, with rungs after one epoch and after two.</summary>
    public static PlannedSweep Halved { get; } = Planned("""{ "minEpochs": 1, "factor": 2 }""");

    public static Operation AskSweep(Verb verb, double begin, double end, Answer answer, string target = Id) =>
        new("sweeper-1", verb, target, "trainer-1", Make.Seconds(begin), Make.Seconds(end), answer);

    /// <summary>A view that is sound by itself: what is not given is queued.</summary>
    public static SweepStanding Stands(
        SweepPhase phase = SweepPhase.Running, int running = 0, int paused = 0, int completed = 0, int cancelled = 0)
    {
        var counts = new SweepCounts(4 - running - paused - completed - cancelled, running, paused, completed, 0, cancelled);
        var over = phase == SweepPhase.Completed || (phase == SweepPhase.Cancelled && counts.Ended == 4);
        return new SweepStanding(new SweepView(
            Id, phase, 4, counts, Best: null, Rate: null, ExpectedEnd: null, DateTimeOffset.UnixEpoch, over ? DateTimeOffset.UnixEpoch : null));
    }

    /// <summary>One of the sweep's experiments.</summary>
    public static ExperimentView Member(int index, ExperimentPhase phase = ExperimentPhase.Queued, int epoch = 0) =>
        Make.View(phase, epoch, phase == ExperimentPhase.Completed ? 1 : null).View with
        {
            Id = Sweep.Spec.ExperimentIdAt(index),
            Model = Sweep.Spec.ExperimentIdAt(index),
            Sweep = Id,
        };

    /// <summary>What the checker sees in a history through which one trainer works without a break; what is acknowledged is due in 20 s.</summary>
    public static List<Violation> Check(PlannedSweep sweep, params Operation[] operations) => CheckOver(sweep, [], operations);

    /// <summary>The same with what befell the trainer.</summary>
    public static List<Violation> CheckOver(PlannedSweep sweep, Happening[] fall, params Operation[] operations) =>
        [.. Checker.CheckSweeps(operations, [Make.Befell("trainer-1", 0, Befallen.Up), .. fall], [sweep], Make.Seconds(20))];

    /// <summary>Asserts that one of the violations is of this sweep and says so.</summary>
    public static void AssertSees(string rule, List<Violation> violations) => Assert.Contains(
        violations, violation => violation.Subject == Id && violation.Rule.Contains(rule, StringComparison.Ordinal));

    private static PlannedSweep Planned(string? halving = null)
    {
        var body = JsonNode.Parse($$"""
            {
              "id": "{{Id}}",
              "base": { "data": { "samples": 20, "features": 2, "informative": 2 }, "epochs": 3 },
              "grid": { "seed": [1, 2, 3, 4] }
            }
            """)!.AsObject();
        if (halving is not null)
        {
            body["halving"] = JsonNode.Parse(halving);
        }

        return new PlannedSweep(body);
    }
}
