namespace Distributed.Cli.Tests;

public sealed class ArgumentsTests
{
    [Fact]
    public void Parse_FileAlone_TakesTheDefaultAddress() => Assert.Equal("sweep.json", Arguments.Parse(["sweep.json"])!.File);

    [Theory]
    [InlineData("sweep.json", "--trainer", "http://host:1/")]
    [InlineData("--trainer", "http://host:1/", "sweep.json")]
    public void Parse_FileAndAddress_InEitherOrder(params string[] args) =>
        Assert.Equal(new Arguments("sweep.json", new Uri("http://host:1/")), Arguments.Parse(args));

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("a", "b")]
    [InlineData("a", "--trainer")]
    [InlineData("a", "--trainer", "ftp://host/")]
    [InlineData("a", "--trainer", "nowhere")]
    public void Parse_AnythingElse_IsRefused(params string[] args) => Assert.Null(Arguments.Parse(args));
}
