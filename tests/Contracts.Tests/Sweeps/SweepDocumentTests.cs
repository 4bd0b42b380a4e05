using Distributed.Contracts.Sweeps;

namespace Distributed.Contracts.Tests.Sweeps;

public sealed class SweepDocumentTests
{
    [Fact]
    public void Read_NoId_TakesANewOne()
    {
        Assert.Equal("generated", Sweeps.ReadValid(Sweeps.Grid("\"seed\":[1]")).Id);
        Assert.Matches("^[0-9a-f]{32}$", SweepReader.Read("""{"base":{"data":{}},"grid":{"seed":[1]}}"""u8.ToArray()).Sweep!.Id);
    }

    [Theory]
    [InlineData("""{"base":{"data":{}}}""", "does not say how experiments differ; must have one of \"grid\", \"random\" or \"list\", or \"data\", or both.")]
    [InlineData("""{"base":{"data":{}},"grid":{"seed":[1]},"list":[{}]}""", "has grid and list; must have one of \"grid\", \"random\" or \"list\" alone.")]
    [InlineData("[]", "was a list; must be an object.")]
    [InlineData("", "is not valid JSON, at line 1, byte 1: The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, when isFinalBlock is true.")]
    public void Read_NoSweep_BlamesTheDocument(string json, string problem) => Sweeps.AssertFault(json, "$", problem);

    [Fact]
    public void Read_FaultsOfEveryKind_ReportsAllAtOnce() => Assert.Equal(
        ["base.data", "base.epochs", "base.id", "colour", "grid.loss.delta[0]", "grid.sead", "id"],
        Sweeps.ReadFaulty("""{"id":"!","colour":1,"base":{"id":"x","epochs":0},"grid":{"sead":[1],"loss.delta":[0]}}""")
            .Select(error => error.Field).Order(StringComparer.Ordinal));

    [Fact]
    public void Read_NoBase_NamesIt() =>
        Sweeps.AssertFault("""{"data":[{"key":"a"}]}""", "base", "is missing; must be the spec that all experiments share.");

    [Theory]
    [InlineData(10, 126)]
    [InlineData(11, 125)]
    [InlineData(100_000, 122)]
    public void Read_IdWithoutRoomForTheNumbers_IsRefused(int count, int longest)
    {
        var id = new string('a', longest + 1);

        var sweep = Sweeps.ReadValid(Document(id[1..]));
        Assert.Equal(128, sweep.ExperimentIdAt(count - 1).Length);
        Sweeps.AssertFault(
            Document(id), "id", $"was {longest + 1} characters long; must be at most {longest}, for the experiments' numbers to follow.");

        string Document(string name) => Sweeps.With($$$"""
            "id":"{{{name}}}","grid":{"seed":{"from":0,"count":{{{count}}}}}
            """);
    }

    [Fact]
    public void Read_AThousandFaults_ListsAHundred() =>
        Assert.Equal(101, Sweeps.ReadFaulty(Sweeps.With($"\"list\":[{string.Join(',', Enumerable.Repeat("7", 1_000))}]")).Count);
}
