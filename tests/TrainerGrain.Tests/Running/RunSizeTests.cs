using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Running;
using Distributed.TrainerGrain.Tests.Support;

namespace Distributed.TrainerGrain.Tests.Running;

public sealed class RunSizeTests
{
    [Fact]
    public void Places_OfTheTutorial_AreOne() => Assert.Equal(1, RunSize.PlacesOf(Specs.Tutorial("a")));

    [Fact]
    public void Places_OfMuchData_GrowWithIt()
    {
        var large = Specs.Tutorial("a") with { Data = new RegressionData { Samples = 100_000, Features = 9, Informative = 1 } };
        var inline = Specs.Tutorial("a") with { Data = new InlineData { X = [.. Rows(10_000, 3)], Y = [.. Rows(10_000, 1)] } };

        Assert.Equal(1 + (1_000_010 / RunSize.NumbersPerPlace), RunSize.PlacesOf(large));
        Assert.Equal(1 + (40_004 / RunSize.NumbersPerPlace), RunSize.PlacesOf(inline));
    }

    [Fact]
    public void Places_OfALargeNetwork_GrowWithItsWeights()
    {
        var spec = Specs.Tutorial("a") with { Network = new NetworkSpec { Hidden = [1000, 1000] } };

        Assert.Equal(1 + ((200 + 2_000 + 1_001_000 + 1_001) / RunSize.NumbersPerPlace), RunSize.PlacesOf(spec));
    }

    private static IEnumerable<double[]> Rows(int count, int width) => Enumerable.Range(0, count).Select(_ => new double[width]);
}
