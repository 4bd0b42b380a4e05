using Distributed.InferenceService.Grpc;

namespace Distributed.InferenceService.Tests.Grpc;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("30S", 30_000)]
    [InlineData("250m", 250)]
    [InlineData("1500u", 1.5)]
    [InlineData("99n", 0)]
    [InlineData("00000100n", 0.0001)]
    [InlineData("99999999H", int.MaxValue)]
    public void TryRead_AmountAndUnit_IsATime(string header, double milliseconds)
    {
        Assert.True(GrpcTimeout.TryRead(header, out var timeout));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), timeout);
    }

    [Fact]
    public void TryRead_NoHeader_IsNoTimeout()
    {
        Assert.True(GrpcTimeout.TryRead(default, out var timeout));
        Assert.Null(timeout);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("1")]
    [InlineData("1x")]
    [InlineData(" 1m")]
    [InlineData("+1m")]
    [InlineData("1.5S")]
    [InlineData("١m")]
    [InlineData("123456789m")]
    public void TryRead_AnythingElse_IsNotRead(string header) => Assert.False(GrpcTimeout.TryRead(header, out _));

    [Fact]
    public void TryRead_TwoHeaders_AreNotRead() => Assert.False(GrpcTimeout.TryRead(new(["1S", "2S"]), out _));
}
