using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Tests.Sweeps;

public sealed class SweepGridTests
{
    [Fact]
    public void ExperimentAt_TwoAxes_GoesThroughThemAsNestedLoops()
    {
        var sweep = Sweeps.ReadValid(Sweeps.With("""
            "id":"s","grid":{"optimizer.learningRate":[0.01,0.1],"seed":{"from":5,"count":3}}
            """));

        Assert.Equal(6, sweep.Count);
        Assert.Equal(
            [(0.01, 5L), (0.01, 6L), (0.01, 7L), (0.1, 5L), (0.1, 6L), (0.1, 7L)],
            sweep.Experiments().Select(spec => (spec.Optimizer.LearningRate, spec.Seed)));
        Assert.Equal(["s-0", "s-1", "s-2", "s-3", "s-4", "s-5"], sweep.Experiments().Select(spec => spec.Id));
    }

    [Fact]
    public void ExperimentAt_AnySweep_GivesWhatTheSameSpecAloneWouldBe()
    {
        var sweep = Sweeps.ReadValid("""
            {"id":"s","base":{"model":"m","data":{"samples":50},"epochs":7},
             "grid":{"data.noise":[0.5],"network":[{"hidden":[4],"activation":"tanh"}],"loss.kind":["l1"],"optimizer":[{"kind":"adam"}]}}
            """);

        var alone = Experiments.Specs.ReadValid("""
            {"id":"s-0","model":"m","data":{"samples":50,"noise":0.5},"epochs":7,"network":{"hidden":[4],"activation":"tanh"},
             "loss":{"kind":"l1"},"optimizer":{"kind":"adam"}}
            """);
        Assert.Equal(SpecJson.Write(alone), SpecJson.Write(sweep.ExperimentAt(0)));
    }

    [Fact]
    public void ExperimentIdAt_AHundredThousand_SortsAsIndicesDo()
    {
        var sweep = Sweeps.ReadValid(Sweeps.With("""
            "id":"s","grid":{"seed":{"from":0,"count":100000}}
            """));

        Assert.Equal(("s-00000", "s-00042", "s-99999"), (sweep.ExperimentIdAt(0), sweep.ExperimentIdAt(42), sweep.ExperimentIdAt(99_999)));
        Assert.Equal(99_999, sweep.ExperimentAt(99_999).Seed);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void ExperimentAt_OutsideOfTheCount_IsAnError(int index) => Assert.Throws<ArgumentOutOfRangeException>(
        () => Sweeps.ReadValid(Sweeps.Grid("\"seed\":[1,2,3]")).ExperimentAt(index));

    [Fact]
    public void Model_OfTheBase_IsSharedAndWithoutOneIsTheExperiments()
    {
        Assert.Equal(["m", "m"], Models("""{"id":"s","base":{"model":"m","data":{}},"grid":{"seed":[1,2]}}"""));
        Assert.Equal(["s-0", "s-1"], Models("""{"id":"s","base":{"data":{}},"grid":{"seed":[1,2]}}"""));
        Assert.Equal(["a", "b"], Models("""{"id":"s","base":{"model":"m","data":{}},"grid":{"model":["a","b"]}}"""));
    }

    [Theory]
    [InlineData("\"from\":0,\"count\":3", new[] { 0.0, 1, 2 })]
    [InlineData("\"from\":1,\"count\":3,\"step\":0.5", new[] { 1, 1.5, 2 })]
    [InlineData("\"from\":10,\"count\":3,\"step\":-5", new[] { 10.0, 5, 0 })]
    public void Range_AddsTheStep(string range, double[] noises) => Assert.Equal(
        noises,
        Sweeps.ReadValid(Sweeps.Grid($$"""
            "data.noise":{{{range}}}
            """)).Experiments().Select(spec => ((RegressionData)spec.Data).Noise));

    [Theory]
    [InlineData("\"optimizer.learningRate\":[0.1,-1]", "grid.optimizer.learningRate[1]", "was -1; must be a number greater than 0 and at most 3.4e38.")]
    [InlineData("\"optimizer.kind\":[\"sgd\",\"rprop\"]", "grid.optimizer.kind[1]", "was the string \"rprop\"; must be one of \"sgd\", \"adam\".")]
    [InlineData("\"network.hidden\":[[8],[0]]", "grid.network.hidden[1][0]", "was 0; must be a whole number from 1 to 1024.")]
    [InlineData("\"loss\":[{\"delta\":0}]", "grid.loss[0].delta", "was 0; must be a number greater than 0 and at most 3.4e38.")]
    [InlineData("\"seed\":[]", "grid.seed", "was a list; must be a list of 1 or more values.")]
    [InlineData("\"seed\":7", "grid.seed", "was 7; must be a list of values, or {\"from\": n, \"count\": n, \"step\": n}.")]
    [InlineData("\"seed\":{\"from\":-1,\"count\":2}", "grid.seed[0]", "was -1; must be a whole number from 0 to 9007199254740992.")]
    [InlineData("\"seed\":{\"from\":0,\"count\":3,\"step\":0.5}", "grid.seed[1]", "was 0.5; must be a whole number from 0 to 9007199254740992.")]
    [InlineData("\"seed\":{\"from\":0}", "grid.seed.count", "is missing; must be a whole number from 1 to 100000.")]
    [InlineData("\"seed\":{\"from\":0,\"count\":2,\"step\":0}", "grid.seed.step", "was 0; must be large enough to tell neighbours apart, beginning at 0.")]
    [InlineData("\"loss.kind\":{\"from\":0,\"count\":2}", "grid.loss.kind[0]", "was 0; must be one of \"mse\", \"l1\", \"huber\", \"smoothL1\".")]
    [InlineData("\"optimizer.learningrate\":[1]", "grid.optimizer.learningrate", "is an unknown path; did you mean \"optimizer.learningRate\"?")]
    [InlineData("\"seed\":[1],\"seed\":[2]", "grid.seed", "is given more than once; must be given once.")]
    [InlineData("\"optimizer\":[{}],\"optimizer.momentum\":[0.5]", "grid.optimizer.momentum", "is a part of optimizer, which is given as well; leave out the one or the other.")]
    [InlineData("", "grid", "is empty; must have at least one path such as \"optimizer.learningRate\".")]
    public void Read_FaultyAxis_BlamesItsPlace(string axes, string field, string problem) =>
        Sweeps.AssertFault(Sweeps.Grid(axes), field, problem);

    [Theory]
    [InlineData("id")]
    [InlineData("data.kind")]
    [InlineData("data.x")]
    [InlineData("")]
    [InlineData("optimizer.")]
    public void Read_PathOfNoField_IsUnknown(string path)
    {
        var fault = Assert.Single(Sweeps.ReadFaulty(Sweeps.Grid($"\"{path}\":[1]")));

        Assert.StartsWith("is an unknown path", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PartOfInlineData_IsRefused() => Sweeps.AssertFault(
        """{"base":{"data":{"kind":"inline","x":[[1]],"y":[1]}},"grid":{"data.noise":[1]}}""",
        "grid.data.noise",
        "is a field of data of the kind \"regression\", which base.data is not; give data as a whole.");

    [Fact]
    public void Read_TooMany_IsRefusedByTheNumberWhateverItsSize()
    {
        Sweeps.AssertFault(
            Sweeps.Grid("\"seed\":{\"from\":0,\"count\":50001},\"loss.kind\":[\"mse\",\"l1\"]"),
            "$",
            "makes 100002 experiments; must make 1 to 100000.");
        string[] paths = ["seed", "epochs", "data.samples", "data.randomState", "data.noise", "data.bias", "optimizer.weightDecay"];
        var huge = string.Join(',', paths.Select(path => $$"""
            "{{path}}":{"from":1,"count":100000}
            """));
        Sweeps.AssertFault(Sweeps.Grid(huge), "$", $"makes 1{new string('0', 35)} experiments; must make 1 to 100000.");
    }

    [Fact]
    public void Read_CombinationThatDoesNotGoTogether_BlamesEachExperimentThatHasIt() => Assert.Equal(
        [
            new SpecError("grid", "makes experiment 2 faulty: optimizer.nesterov was true without momentum; needs a momentum greater than 0."),
        ],
        Sweeps.ReadFaulty(Sweeps.Grid("\"optimizer.nesterov\":[false,true],\"optimizer.momentum\":[0,0.9]")));

    [Fact]
    public void Read_BaseWhoseRuleTheSweepHeals_IsStillRefused() => Assert.Equal(
        ["base.optimizer.nesterov"],
        Sweeps.ReadFaulty("""{"base":{"data":{},"optimizer":{"nesterov":true}},"grid":{"optimizer.momentum":[0.9]}}""").Select(error => error.Field));

    private static IEnumerable<string> Models(string json) => Sweeps.ReadValid(json).Experiments().Select(spec => spec.Model);
}
