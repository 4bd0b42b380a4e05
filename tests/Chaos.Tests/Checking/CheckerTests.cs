using Distributed.Chaos.Tests.Support;
using Distributed.Chaos.Tests.Workload;
using static Distributed.Chaos.Tests.Support.Make;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>What befell the processes: ends without a cause, and experiments that stood still.</summary>
public sealed class CheckerTests
{
    [Fact]
    public void CheckServing_AnsweredAndRefused_IsSeen() => Assert.Single(Checker.CheckServing([Answered, Refused], []));

    [Fact]
    public void CheckServing_RefusedInTheNextLife_IsSound() =>
        Assert.Empty(Checker.CheckServing([Answered, Refused], [Befell("inference-1", 2, Befallen.Started)]));

    [Fact]
    public void CheckServing_NoAnswer_IsSound() => Assert.Empty(Checker.CheckServing(
        [Answered, Ask(Verb.Predict, 3, 4, new Trouble("the connection was refused"), "inference-1")], []));

    [Theory]
    [InlineData(nameof(Befallen.EndedByItself))]
    [InlineData(nameof(Befallen.Hung))]
    [InlineData(nameof(Befallen.StartFailed))]
    public void CheckProcesses_TroubleWithoutAFault_IsSeen(string what) =>
        Assert.Single(Checker.CheckProcesses([Befell("trainer-1", 1, Enum.Parse<Befallen>(what))]));

    [Fact]
    public void CheckProcesses_EndedByAFault_IsSound() => Assert.Empty(Checker.CheckProcesses(
        [Befell("trainer-1", 1, Befallen.Killed), Befell("trainer-1", 1.1, Befallen.Ended)]));

    [Fact]
    public void CheckProcesses_NoStartWhileTheStoreIsDown_IsSound() => Assert.Empty(Checker.CheckProcesses(
        [Befell("postgres", 1, Befallen.Killed), Befell("trainer-1", 3, Befallen.StartFailed)]));

    [Fact]
    public void CheckRecoveries_WithinTheLimit_IsSound() => Assert.Empty(Recover(resumed: 21));

    [Fact]
    public void CheckRecoveries_AfterTheLimit_IsSeen() => Assert.Single(Recover(resumed: 25));

    [Fact]
    public void CheckRecoveries_Never_IsSeen() => Assert.Single(Recover(resumed: null));

    [Fact]
    public void CheckRecoveries_NoTrainerLeft_CountsFromTheFirstThatIsUp()
    {
        Happening[] fall = [.. TwoTrainers, Befell("trainer-2", 3, Befallen.Killed), Befell("trainer-2", 10, Befallen.Up)];

        Assert.Empty(Recover(resumed: 29, fall));
        Assert.Single(Recover(resumed: 31, fall));
    }

    [Fact]
    public void CheckRecoveries_StorePausedMeanwhile_CountsFromItsEnd()
    {
        Happening[] fall = [.. TwoTrainers, Befell("postgres", 3, Befallen.Paused, length: 7)];

        Assert.Empty(Recover(resumed: 29, fall));
        Assert.Single(Recover(resumed: 31, fall));
    }

    private static Operation Answered => Ask(Verb.Predict, 0, 1, new Predicted(1, [5f]), "inference-1");

    private static Operation Refused => Ask(Verb.Predict, 3, 4, new Trouble("the store is down", 503), "inference-1");

    private static Happening[] TwoTrainers =>
        [Befell("trainer-2", 0, Befallen.Started), Befell("trainer-2", 1, Befallen.Up), Befell("trainer-1", 2, Befallen.Ended)];

    private static IEnumerable<Violation> Recover(double? resumed, Happening[]? happenings = null) => Checker.CheckRecoveries(
        [new Recovery(Id, "trainer-1", Seconds(2), resumed is { } at ? Seconds(at) : null)], happenings ?? TwoTrainers, Seconds(100), Seconds(20));
}
