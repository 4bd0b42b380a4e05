namespace Distributed.Store.Tests;

public sealed class CatalogPlaceTests
{
    public static TheoryData<CatalogPlace, string> Places => new()
    {
        { default, "0" },
        { new CatalogPlace(null, 123), "123" },
        { new CatalogPlace(null, long.MaxValue), "9223372036854775807" },
        { new CatalogPlace(0.1f, 7), "0.10000000149011612:7" },
        { new CatalogPlace(-1.5, 7), "-1.5:7" },
        { new CatalogPlace(float.MaxValue, 7), "3.4028234663852886E38:7" },
        { new CatalogPlace(double.Epsilon, 7), "5E-324:7" },
        { new CatalogPlace(0, 7), "0:7" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void Text_OfAPlace_MakesTheSamePlaceAgain(CatalogPlace place, string text)
    {
        Assert.Equal(text, place.ToString());
        Assert.True(CatalogPlace.TryParse(text, out var parsed));
        Assert.Equal(place, parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData(" 1")]
    [InlineData("1.5")]
    [InlineData("9223372036854775808")]
    [InlineData(":1")]
    [InlineData("1:")]
    [InlineData("1:-1")]
    [InlineData("1,5:1")]
    [InlineData("NaN:1")]
    [InlineData("1e999:1")]
    [InlineData("1:2:3")]
    public void Parse_AnythingElse_IsRefused(string? text) => Assert.False(CatalogPlace.TryParse(text, out _));
}
