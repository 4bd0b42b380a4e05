using Distributed.InferenceService.Plots;

namespace Distributed.InferenceService.Tests.Plots;

public sealed class TicksTests
{
    [Theory]
    [InlineData(-2.5, 2.5, "-2.5 -2.0 -1.5 -1.0 -0.5 0.0 0.5 1.0 1.5 2.0 2.5")]
    [InlineData(0, 1, "0.0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0")]
    [InlineData(0, 1.4, "0.0 0.2 0.4 0.6 0.8 1.0 1.2 1.4")]
    [InlineData(-250, 180, "-250 -200 -150 -100 -50 0 50 100 150")]
    [InlineData(1, 100, "10 20 30 40 50 60 70 80 90 100")]
    [InlineData(0.00031, 0.00042, "0.00032 0.00034 0.00036 0.00038 0.00040 0.00042")]
    [InlineData(1000000, 9000000, "1000000 2000000 3000000 4000000 5000000 6000000 7000000 8000000 9000000")]
    [InlineData(0, 4e9, "0 5e8 10e8 15e8 20e8 25e8 30e8 35e8 40e8")]
    [InlineData(0, 3e-9, "0 5e-10 10e-10 15e-10 20e-10 25e-10 30e-10")]
    public void Linear_Range_HasRoundMarks(double least, double most, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Linear(least, most, 7).Select(tick => tick.Label)));

    [Fact]
    public void Linear_Values_AreTheNearestDoublesOfTheirLabels()
    {
        double[] expected = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];

        Assert.Equal(expected, Ticks.Linear(0, 1, 7).Select(tick => tick.Value));
    }

    [Theory]
    [InlineData(0.5, 20000, "1 10 100 1000 10000")]
    [InlineData(1e-12, 1e3, "1e-12 1e-10 1e-8 1e-6 0.0001 0.01 1 100")]
    [InlineData(1e4, 1e8, "10000 100000 1000000 1e7 1e8")]
    public void Decades_Range_HasPowersOfTen(double least, double most, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Decades(least, most, 8).Select(tick => tick.Label)));
}
