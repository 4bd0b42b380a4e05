using System.Globalization;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;

namespace Distributed.Contracts.Tests.Sweeps;

public sealed class SweepRandomTests
{
    // Computed from the published algorithms by a program in another language, with its own power function.
    private static readonly double[] LearningRates = [0.005426098514, 0.001071273197, 0.001495690808];
    private static readonly double[] Noises = [16.019050260001233, 6.504681816132136, 12.268727504329126];

    [Fact]
    public void ExperimentAt_LogUniformAndUniform_AreTheDocumentedDraws()
    {
        var sweep = Random(10, 42, """
            "optimizer.learningRate":{"logUniform":[0.001,1]},"data.noise":{"uniform":[0,20]}
            """);

        Assert.Equal(LearningRates, sweep.Experiments().Take(3).Select(spec => Math.Round(spec.Optimizer.LearningRate, 12)));
        Assert.Equal(Noises, sweep.Experiments().Take(3).Select(spec => ((RegressionData)spec.Data).Noise));
    }

    [Fact]
    public void ExperimentAt_MoreSamplesOrPaths_KeepsTheFirst()
    {
        const string rate = "\"optimizer.learningRate\":{\"uniform\":[0.1,1]}";
        var few = Random(10, 7, rate);
        var many = Random(1000, 7, $"\"epochs\":{{\"uniform\":[1,100]}},{rate}");

        Assert.Equal(Rates(few), Rates(many).Take(10));
        Assert.NotEqual(Rates(few), Rates(Random(10, 8, rate)));

        static IEnumerable<double> Rates(SweepSpec sweep) => sweep.Experiments().Select(spec => spec.Optimizer.LearningRate);
    }

    [Fact]
    public void Uniform_OfWholeNumbers_DrawsEachOfThemAboutAsOften()
    {
        var counts = Random(10_000, 1, "\"epochs\":{\"uniform\":[3,6]}").Experiments().CountBy(spec => spec.Epochs).ToDictionary();

        // The standard deviation of each is 43.
        Assert.Equal([3, 4, 5, 6], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 2_300, 2_700));
    }

    [Fact]
    public void LogUniform_DrawsEachDecadeAboutAsOften()
    {
        var counts = Random(9_000, 1, "\"optimizer.learningRate\":{\"logUniform\":[0.001,1]}").Experiments()
            .CountBy(spec => Math.Floor(Math.Log10(spec.Optimizer.LearningRate))).ToDictionary();

        Assert.Equal([-3, -2, -1], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 2_700, 3_300));
    }

    [Fact]
    public void LogUniform_OfWholeNumbers_StaysWithinItsEnds() =>
        Assert.Equal(
            [1, 2, 3, 4],
            Random(2_000, 1, "\"epochs\":{\"logUniform\":[1,4]}").Experiments().Select(spec => spec.Epochs).Distinct().Order());

    [Theory]
    [InlineData("1e-300", "3e38")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("0.1", "0.30000000000000004")]
    public void LogUniform_AnyEnds_StaysWithinThem(string low, string high) => Assert.All(
        Random(1_000, 3, $$"""
            "data.noise":{"logUniform":[{{low}},{{high}}]}
            """).Experiments().Select(spec => ((RegressionData)spec.Data).Noise),
        noise => Assert.InRange(noise, double.Parse(low, CultureInfo.InvariantCulture), double.Parse(high, CultureInfo.InvariantCulture)));

    [Fact]
    public void Choice_TakesEveryValueAboutAsOften()
    {
        var counts = Random(9_000, 5, "\"loss.kind\":{\"choice\":[\"mse\",\"l1\",\"huber\"]}").Experiments()
            .CountBy(spec => spec.Loss.Kind).ToDictionary();

        Assert.Equal([LossKind.Mse, LossKind.L1, LossKind.Huber], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 2_700, 3_300));
    }

    [Theory]
    [InlineData("\"seed\":{\"uniform\":[5,1]}", "seed.uniform", "was 5 to 1; must have the lower one first.")]
    [InlineData("\"seed\":{\"uniform\":[-5,1]}", "seed.uniform[0]", "was -5; must be a whole number from 0 to 9007199254740992.")]
    [InlineData("\"seed\":{\"uniform\":[1]}", "seed.uniform", "was a list; must be a list of two numbers, the lower one first.")]
    [InlineData("\"data.noise\":{\"logUniform\":[0,1]}", "data.noise.logUniform[0]", "was 0; must be a number greater than 0 and at most 3.4e38.")]
    [InlineData("\"optimizer.momentum\":{\"uniform\":[0,1]}", "optimizer.momentum.uniform[1]", "was 1; must be a number of at least 0 and less than 1.")]
    [InlineData("\"loss.kind\":{\"choice\":[\"mse\",3]}", "loss.kind.choice[1]", "was 3; must be one of \"mse\", \"l1\", \"huber\", \"smoothL1\".")]
    [InlineData("\"seed\":{\"normal\":[0,1]}", "seed.normal", "is unknown; must be one of {\"uniform\": [low, high]}, {\"logUniform\": [low, high]}, {\"choice\": [values…]}.")]
    [InlineData("\"seed\":{}", "seed", "does not have exactly one field; must be one of {\"uniform\": [low, high]}, {\"logUniform\": [low, high]}, {\"choice\": [values…]}.")]
    [InlineData("\"seed\":[1,2]", "seed", "was a list; must be one of {\"uniform\": [low, high]}, {\"logUniform\": [low, high]}, {\"choice\": [values…]}.")]
    public void Read_FaultyDimension_BlamesItsPlace(string space, string field, string problem) => Sweeps.AssertFault(
        Sweeps.With($$$"""
            "random":{"samples":3,"space":{{{{space}}}}}
            """),
        $"random.space.{field}",
        problem);

    [Fact]
    public void Read_NothingInIt_NamesWhatIsMissing() =>
        Assert.Equal(["random.samples", "random.space"], Sweeps.ReadFaulty(Sweeps.With("\"random\":{}")).Select(error => error.Field));

    private static SweepSpec Random(int samples, long seed, string space) => Sweeps.ReadValid(Sweeps.With($$$"""
        "random":{"samples":{{{samples}}},"seed":{{{seed}}},"space":{{{{space}}}}}
        """));
}
