namespace Distributed.Chaos.Tests.Support;

public sealed class PassingTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9_999)]
    public void Of_LessThanAMillisecond_IsOverAtOnce(long ticks) => Assert.True(Passing.OfAsync(TimeSpan.FromTicks(ticks)).IsCompletedSuccessfully);

    [Fact]
    public async Task Of_AMillisecond_Passes() => await Passing.OfAsync(TimeSpan.FromMilliseconds(1));
}
