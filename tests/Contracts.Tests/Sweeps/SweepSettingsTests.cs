using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;

namespace Distributed.Contracts.Tests.Sweeps;

public sealed class SweepSettingsTests
{
    [Fact]
    public void Read_Absent_StopsNobody() => Assert.Null(Sweeps.ReadValid(Sweeps.Grid("\"seed\":[1]")).Halving);

    [Fact]
    public void Read_MinEpochsAlone_KeepsAboutEveryThird() =>
        Assert.Equal(new Halving(3, 10), Sweeps.ReadValid(Sweeps.With("\"grid\":{\"seed\":[1]},\"halving\":{\"minEpochs\":10}")).Halving);

    [Theory]
    [InlineData("{}", "halving.minEpochs", "is missing; must be a whole number from 1 to 10000000.")]
    [InlineData("{\"minEpochs\":0}", "halving.minEpochs", "was 0; must be a whole number from 1 to 10000000.")]
    [InlineData("{\"minEpochs\":1,\"factor\":1}", "halving.factor", "was 1; must be a whole number from 2 to 100.")]
    public void Read_Faulty_NamesTheField(string halving, string field, string problem) =>
        Sweeps.AssertFault(Sweeps.With($"\"grid\":{{\"seed\":[1]}},\"halving\":{halving}"), field, problem);

    [Fact]
    public void Write_AndRead_GivesTheSame()
    {
        var sweep = Sweeps.ReadValid(Sweeps.With("\"grid\":{\"seed\":[1]},\"halving\":{\"minEpochs\":10,\"factor\":4}"));

        Assert.Equal(new Halving(4, 10), SweepJson.Read(SweepJson.Write(sweep)).Halving);
    }

    [Theory]
    [InlineData("", RunPriority.Normal)]
    [InlineData(",\"priority\":\"normal\"", RunPriority.Normal)]
    [InlineData(",\"priority\":\"low\"", RunPriority.Low)]
    [InlineData(",\"priority\":\"high\"", RunPriority.High)]
    public void Write_Priority_GivesTheSame(string field, RunPriority priority)
    {
        var sweep = Sweeps.ReadValid(Sweeps.With($"\"grid\":{{\"seed\":[1]}}{field}"));

        Assert.Equal((priority, priority), (sweep.Priority, SweepJson.Read(SweepJson.Write(sweep)).Priority));
    }

    [Fact]
    public void Read_UnknownPriority_NamesTheField() => Sweeps.AssertFault(
        Sweeps.With("\"grid\":{\"seed\":[1]},\"priority\":\"urgent\""),
        "priority",
        "was the string \"urgent\"; must be one of \"low\", \"normal\", \"high\".");

    [Theory]
    [InlineData(0, 0, 10)]
    [InlineData(10, 0, 10)]
    [InlineData(11, 1, 30)]
    [InlineData(30, 1, 30)]
    [InlineData(31, 2, 90)]
    public void NextRung_BeforeTheEnd_IsTheFirstNotBehind(int epoch, int number, int epochs) =>
        Assert.Equal(new Rung(number, epochs), new Halving(3, 10).NextRung(epoch, 91));

    [Theory]
    [InlineData(0, 10)]
    [InlineData(31, 90)]
    [InlineData(9_999_999, 10_000_000)]
    public void NextRung_NoneBeforeTheEnd_IsNull(int epoch, int epochs) => Assert.Null(new Halving(3, 10).NextRung(epoch, epochs));

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(0, 2, true)]
    [InlineData(1, 2, false)]
    [InlineData(1, 3, false)]
    [InlineData(1, 4, true)]
    [InlineData(33_332, 100_000, true)]
    [InlineData(33_334, 100_000, false)]
    public void Keeps_TheBestThird_RoundedUp(int better, int total, bool keeps) => Assert.Equal(keeps, new Halving(3, 1).Keeps(better, total));
}
