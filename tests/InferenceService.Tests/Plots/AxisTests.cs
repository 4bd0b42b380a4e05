using Distributed.InferenceService.Plots;

namespace Distributed.InferenceService.Tests.Plots;

public sealed class AxisTests
{
    [Fact]
    public void Linear_Values_LeavesAirAtBothEnds()
    {
        var axis = Axis.Linear("x", [3, 0, 10, double.NaN]);

        Assert.Equal((-0.4, 10.4), (axis.Least, axis.Most));
        Assert.Equal(0.5, axis.Locate(5), 12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-250)]
    [InlineData(1e-3)]
    public void Linear_OneValue_IsInTheMiddle(double value) =>
        Assert.Equal(0.5, Axis.Linear("x", [value]).Locate(value), 12);

    [Fact]
    public void Linear_NoValues_IsStillAnAxis() => Assert.NotEmpty(Axis.Linear("x", []).Marks);

    [Fact]
    public void Log_EqualRatios_AreEqualDistances()
    {
        var axis = Axis.Log("loss", [1, 10_000]);

        Assert.Equal(axis.Locate(10) - axis.Locate(1), axis.Locate(1000) - axis.Locate(100), 12);
        Assert.Equal(0, axis.Locate(0));
    }
}
