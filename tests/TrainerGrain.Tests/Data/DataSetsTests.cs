using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;

namespace Distributed.TrainerGrain.Tests.Data;

public sealed class DataSetsTests
{
    [Fact]
    public void Load_Inline_KeepsRowsInOrder()
    {
        var data = DataSets.Load(new InlineData { X = [[1, 2, 3], [4, 5, 6]], Y = [[7, 8], [9, 10]] });

        Assert.Equal([1, 2, 3, 4, 5, 6], data.X);
        Assert.Equal([7, 8, 9, 10], data.Y);
        Assert.Equal((2, 3, 2), (data.Samples, data.Features, data.Targets));
    }

    [Fact]
    public void Load_Regression_IsMakeRegression()
    {
        var spec = new RegressionData { Samples = 10, Features = 3, Informative = 2, Targets = 2 };

        var data = DataSets.Load(spec);

        Assert.Equal(MakeRegression.Generate(spec).X, data.X);
        Assert.Equal((10, 3, 2), (data.Samples, data.Features, data.Targets));
        Assert.Equal(20, data.Y.Length);
    }

    [Fact]
    public void Load_UnknownKind_IsRefused() => Assert.Throws<ArgumentException>(() => DataSets.Load(new OtherData()));

    private sealed record OtherData : DataSpec;
}
