using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Tests.Sweeps;

public sealed class SweepDataTests
{
    private const string Devices = """
        "data":[{"key":"device-1","kind":"inline","x":[[1],[2]],"y":[1,2]},{"key":"device-2","samples":50}]
        """;

    [Fact]
    public void ExperimentAt_DataAlone_IsOneModelPerKey()
    {
        var sweep = Sweeps.ReadValid($$"""{"id":"s","base":{"model":"pump","epochs":7},{{Devices}}}""");

        Assert.Equal(["s-0", "s-1"], sweep.Experiments().Select(spec => spec.Id));
        Assert.Equal(["pump-device-1", "pump-device-2"], sweep.Experiments().Select(spec => spec.Model));
        Assert.Equal([[1], [2]], Assert.IsType<InlineData>(sweep.ExperimentAt(0).Data).Y);
        Assert.Equal(new RegressionData { Samples = 50 }, sweep.ExperimentAt(1).Data);
        Assert.Equal(7, sweep.ExperimentAt(1).Epochs);
    }

    [Fact]
    public void Model_WithoutOneInTheBase_BeginsWithTheSweepsName() => Assert.Equal(
        ["s-device-1", "s-device-2"], Sweeps.ReadValid($$"""{"id":"s","base":{},{{Devices}}}""").Experiments().Select(spec => spec.Model));

    [Fact]
    public void ExperimentAt_DataAndGrid_IsTheirProductDataByData() => Assert.Equal(
        [("s-device-1", 1L), ("s-device-1", 2L), ("s-device-1", 3L), ("s-device-2", 1L), ("s-device-2", 2L), ("s-device-2", 3L)],
        Sweeps.ReadValid($$"""{"id":"s","base":{},"grid":{"seed":[1,2,3]},{{Devices}}}""").Experiments().Select(spec => (spec.Model, spec.Seed)));

    [Theory]
    [InlineData("[{\"kind\":\"regression\"}]", "data[0].key", "is missing; must be the data set's name.")]
    [InlineData("[{\"key\":\"a\",\"key\":\"b\"}]", "data[0].key", "is given more than once; must be given once.")]
    [InlineData("[{\"key\":\"a\"},{\"key\":\"a\"}]", "data[1].key", "was \"a\", which another data set has; must be its own.")]
    [InlineData("[{\"key\":\"a b\"}]", "data[0].key", "was the string \"a b\"; must be 1 to 128 letters, digits, \".\", \"_\" and \"-\", the first a letter or digit.")]
    [InlineData("[{\"key\":\"a\",\"noise\":-1}]", "data[0].noise", "was -1; must be a number of at least 0 and at most 3.4e38.")]
    [InlineData("[3]", "data[0]", "was 3; must be an object.")]
    [InlineData("[]", "data", "was a list; must be a list of 1 or more data sets, each {\"key\": \"…\", …a spec's data…}.")]
    public void Read_FaultyDataSet_BlamesItsPlace(string data, string field, string problem) =>
        Sweeps.AssertFault($$"""{"base":{},"data":{{data}}}""", field, problem);

    [Fact]
    public void Read_KeyThatMakesTheModelsNameTooLong_IsRefused()
    {
        var key = new string('k', 127);

        Sweeps.ReadValid($$"""{"id":"s","base":{"model":"m"},"data":[{"key":"{{key[..126]}}"}]}""");
        Sweeps.AssertFault(
            $$"""{"id":"s","base":{"model":"m"},"data":[{"key":"{{key}}"}]}""",
            "data[0].key",
            "makes a model name of 129 characters, \"m-\" with it; must make at most 128.");
    }

    [Theory]
    [InlineData("{\"data\":{}}", "\"seed\":[1]", "base.data", "is what the sweep's data sets give; leave out the one or the other.")]
    [InlineData("{}", "\"data.noise\":[1]", "grid.data.noise", "is what the sweep's data sets give; leave out the one or the other.")]
    [InlineData("{}", "\"model\":[\"a\"]", "grid.model", "is what the sweep's data sets give; leave out the one or the other.")]
    public void Read_DataGivenTwice_IsRefused(string shared, string axis, string field, string problem) =>
        Sweeps.AssertFault($$"""{"base":{{shared}},"grid":{{{axis}}},{{Devices}}}""", field, problem);

    [Theory]
    [InlineData("{\"id\":\"s\",\"base\":{\"data\":{@}},\"grid\":{\"seed\":{\"from\":0,\"count\":100000}}}")]
    [InlineData("{\"id\":\"s\",\"base\":{\"data\":{}},\"grid\":{\"seed\":{\"from\":0,\"count\":50000},\"data\":[{@},{@}]}}")]
    [InlineData("{\"id\":\"s\",\"base\":{\"data\":{}},\"random\":{\"samples\":100000,\"space\":{\"data\":{\"choice\":[{@}]}}}}")]
    [InlineData("{\"id\":\"s\",\"base\":{},\"grid\":{\"seed\":{\"from\":0,\"count\":50000}},\"data\":[{\"key\":\"a\",@},{\"key\":\"b\",@}]}")]
    public void Read_MoreDataInAllExperimentsThanAllowed_IsRefusedWithBothNumbers(string sweep)
    {
        Assert.Equal(100_000, Sweeps.ReadValid(WithData(sweep, rows: 500)).Count);
        Sweeps.AssertFault(
            WithData(sweep, rows: 501),
            "$",
            "makes 100000 experiments with 100200000 numbers of inline data together, of which each keeps its own; "
            + "must make at most 100000000 numbers, with fewer experiments or less data.");
    }

    private static string WithData(string sweep, int rows)
    {
        var y = string.Join(',', Enumerable.Range(0, rows));
        var fields = $$"""
            "kind":"inline","x":[{{string.Join(',', Enumerable.Repeat("[1]", rows))}}],"y":[{{y}}]
            """;
        return sweep.Replace("@", fields, StringComparison.Ordinal);
    }
}
