namespace Distributed.Chaos.Tests;

public sealed class ChaosOptionsTests
{
    [Fact]
    public void Parse_Everything_IsTaken() => Assert.Equal(
        new ChaosOptions { Length = TimeSpan.FromSeconds(600), Seed = 7, UsePostgres = true, Trainers = 2 },
        ChaosOptions.Parse(["600", "--seed", "7", "--store", "postgres", "--trainers", "2"]));

    [Fact]
    public void Parse_SecondsAlone_TakesDefaults() => Assert.Equal(3, ChaosOptions.Parse(["60"])?.Trainers);

    [Theory]
    [InlineData]
    [InlineData("soon")]
    [InlineData("60", "--seed")]
    [InlineData("60", "--seed", "x")]
    [InlineData("60", "--store", "oracle")]
    [InlineData("60", "--trainers", "0")]
    [InlineData("60", "--speed", "1", "--seed", "1")]
    public void Parse_AnythingElse_IsRefused(params string[] words) => Assert.Null(ChaosOptions.Parse(words));
}
