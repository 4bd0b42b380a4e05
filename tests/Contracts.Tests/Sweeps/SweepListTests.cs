using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Tests.Sweeps;

public sealed class SweepListTests
{
    [Fact]
    public void ExperimentAt_List_HasWhatItsItemSaysAndTheBaseOtherwise()
    {
        var sweep = Sweeps.ReadValid(Sweeps.With("""
            "list":[{"seed":3,"data.noise":1},{},{"data":{"kind":"inline","x":[[1],[2]],"y":[3,4]}}]
            """));

        Assert.Equal(3, sweep.Count);
        Assert.Equal((3L, new RegressionData { Noise = 1 }), (sweep.ExperimentAt(0).Seed, sweep.ExperimentAt(0).Data));
        Assert.Equal((0L, new RegressionData()), (sweep.ExperimentAt(1).Seed, sweep.ExperimentAt(1).Data));
        Assert.Equal([[3], [4]], Assert.IsType<InlineData>(sweep.ExperimentAt(2).Data).Y);
    }

    [Theory]
    [InlineData("[]", "list", "was a list; must be a list of 1 or more objects whose names are paths.")]
    [InlineData("{}", "list", "was an object; must be a list of 1 or more objects whose names are paths.")]
    [InlineData("[{},3]", "list[1]", "was 3; must be an object whose names are paths such as \"optimizer.learningRate\".")]
    [InlineData("[{\"epochs\":0}]", "list[0].epochs", "was 0; must be a whole number from 1 to 10000000.")]
    [InlineData("[{\"sed\":0}]", "list[0].sed", "is an unknown path; did you mean \"seed\"?")]
    [InlineData("[{},{\"data.informative\":2}]", "list", "makes experiment 1 faulty: data.informative was 2; must be at most features, which is 1.")]
    public void Read_FaultyItem_BlamesItsPlace(string list, string field, string problem) =>
        Sweeps.AssertFault(Sweeps.With($"\"list\":{list}"), field, problem);
}
