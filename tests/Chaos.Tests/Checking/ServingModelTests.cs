using Distributed.Chaos.Tests.Support;
using static Distributed.Chaos.Tests.Support.Make;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>Histories of one model that must not be, and the sound ones nearest to them.</summary>
public sealed class ServingModelTests
{
    private const string Here = "inference-1";
    private const string There = "inference-2";

    [Fact]
    public void Check_VersionsAppearAndAnswer_IsSound() => AssertSound(
        Ask(Verb.Predict, 0, 1, new NotFound(), Here),
        Ask(Verb.Versions, 1, 2, new VersionsSeen(1, [1]), Here),
        Ask(Verb.Predict, 3, 4, new Predicted(1, [5f]), Here),
        Ask(Verb.Versions, 5, 6, new VersionsSeen(2, [1, 2]), There),
        Ask(Verb.Predict, 7, 8, new Predicted(1, [5f]), Here),
        Ask(Verb.Predict, 9, 10, new Predicted(2, [6f]), Here));

    [Fact]
    public void Check_SeenHereAndDeniedThere_IsSeen() => AssertWrong(
        "is not there", Ask(Verb.Versions, 0, 1, new VersionsSeen(1, [1]), Here), Ask(Verb.Predict, 2, 3, new NotFound(), There));

    [Fact]
    public void Check_CompletedAndNotServed_IsSeen() => AssertWrong(
        "is not there", Ask(Verb.Status, 0, 1, Completed(2)), Ask(Verb.Predict, 2, 3, new NotFound(), Here) with { Version = 2 });

    [Fact]
    public void Check_VersionBeyondTheNewestIsDenied_IsSound() => AssertSound(
        Ask(Verb.Status, 0, 1, Completed(2)), Ask(Verb.Predict, 2, 3, new NotFound(), Here) with { Version = 3 });

    [Fact]
    public void Check_ServiceForgetsAVersion_IsSeen() => AssertWrong(
        "does not any more",
        Ask(Verb.Versions, 0, 1, new VersionsSeen(2, [1, 2]), Here),
        Ask(Verb.Versions, 2, 3, new VersionsSeen(2, [2]), Here));

    [Fact]
    public void Check_ServiceGoesBackToAnOlderVersion_IsSeen() => AssertWrong(
        "answers by 1", Ask(Verb.Predict, 0, 1, new Predicted(2, [6f]), Here), Ask(Verb.Predict, 2, 3, new Predicted(1, [5f]), Here));

    [Fact]
    public void Check_OlderVersionAskedFor_IsSound() => AssertSound(
        Ask(Verb.Predict, 0, 1, new Predicted(2, [6f]), Here), Ask(Verb.Predict, 2, 3, new Predicted(1, [5f]), Here) with { Version = 1 });

    [Fact]
    public void Check_OtherServiceLagsBehind_IsSound() => AssertSound(
        Ask(Verb.Predict, 0, 1, new Predicted(2, [6f]), Here), Ask(Verb.Predict, 2, 3, new Predicted(1, [5f]), There));

    [Fact]
    public void Check_SameVersionPredictsOtherwise_IsSeen() => AssertWrong(
        "now predicts", Ask(Verb.Predict, 0, 1, new Predicted(1, [5f]), Here), Ask(Verb.Predict, 0.5, 3, new Predicted(1, [5.000001f]), There));

    [Fact]
    public void Check_AnotherVersionThanAskedAnswers_IsSeen() =>
        AssertWrong("2 answered", Ask(Verb.Predict, 0, 1, new Predicted(2, [5f]), Here) with { Version = 1 });

    [Fact]
    public void Check_TwoExperimentsWithOneVersion_IsSeen() => AssertWrong(
        "is of",
        Ask(Verb.Status, 0, 1, Completed(1)),
        Ask(Verb.Status, 0, 1, new Standing(Completed(1).View with { Id = "two" })) with { Target = "two" });

    private static void AssertSound(params Operation[] operations) => Assert.Empty(Check(operations));

    private static void AssertWrong(string rule, params Operation[] operations) =>
        Assert.Contains(rule, Assert.Single(Check(operations)).Rule, StringComparison.Ordinal);

    private static IEnumerable<Violation> Check(Operation[] operations) => Checker.CheckAnswers(operations, [], _ => Losses, _ => null);
}
