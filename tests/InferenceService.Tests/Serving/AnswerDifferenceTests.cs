using Distributed.InferenceService.Serving;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class AnswerDifferenceTests
{
    [Theory]
    [InlineData(1, 1.5f, 0.5)]
    [InlineData(-1, 1, 2)]
    [InlineData(float.NaN, float.NaN, 0)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity, 0)]
    [InlineData(float.PositiveInfinity, float.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(float.NaN, 1, double.PositiveInfinity)]
    [InlineData(1, float.NaN, double.PositiveInfinity)]
    public void Between_Values_IsTheirDistance(float expected, float actual, double distance) =>
        Assert.Equal(distance, AnswerDifference.Between(expected, actual));

    [Fact]
    public void Largest_OfManyValues_IsThatOfTheWorstPlace() => Assert.Equal(2, AnswerDifference.Largest([1, 2, 3], [1, 4, 2.5f]));

    [Theory]
    [InlineData(new[] { 0.5f, -0.1f }, 0.1)]
    [InlineData(new[] { 0.5f, -20f }, 2)]
    [InlineData(new[] { float.NaN, float.NegativeInfinity, 3 }, 0.3)]
    [InlineData(new float[0], 0.1)]
    public void Allowed_IsAShareOfTheLargestFiniteValueOrOfOne(float[] expected, double allowed) =>
        Assert.Equal(allowed, AnswerDifference.Allowed(expected, 0.1), 1e-12);
}
