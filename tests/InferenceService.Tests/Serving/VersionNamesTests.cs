using Distributed.InferenceService.Serving;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class VersionNamesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(int.MaxValue)]
    public void TryParse_WhatFormatWrites_ComesBack(int version)
    {
        Assert.True(VersionNames.TryParse(VersionNames.Format(version), out var parsed));
        Assert.Equal(version, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("01")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1.0")]
    [InlineData("2147483648")]
    [InlineData("latest")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(VersionNames.TryParse(text, out _));
}
