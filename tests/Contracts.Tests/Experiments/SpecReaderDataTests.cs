using System.Text;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Tests.Experiments;

public sealed class SpecReaderDataTests
{
    private const string Number = "must be a number that is finite as float32 (at most 3.4e38 in magnitude).";
    private const string XRows = "must be a list of 1 to 1000000 rows, each a list of 1 to 1000 numbers.";
    private const string YRows = "must be a list of 1 to 1000000 rows, each a list of 1 to 100 numbers, or of one number a row.";

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"seed":1}""")]
    public void Read_NoData_IsRefused(string json) =>
        Specs.AssertFault(json, "data",
            """is missing; must be an object such as {"kind": "regression"} or {"kind": "inline", "x": …, "y": …}.""");

    [Theory]
    [InlineData("[]", "data", "was a list; must be an object.")]
    [InlineData("""{"kind":"csv"}""", "data.kind", "was the string \"csv\"; must be one of \"regression\", \"inline\".")]
    [InlineData("""{"kind":1}""", "data.kind", "was 1; must be one of \"regression\", \"inline\".")]
    [InlineData("""{"kind":null}""", "data.kind", "was null; must be one of \"regression\", \"inline\".")]
    [InlineData("""{"kind":"inline","kind":"regression"}""", "data.kind", "is given more than once; must be given once.")]
    public void Read_FaultyKind_IsRefused(string data, string field, string problem) =>
        Specs.AssertFault(Specs.WithData(data), field, problem);

    [Theory]
    [InlineData("samples", "0", "was 0; must be a whole number from 1 to 1000000.")]
    [InlineData("samples", "1000001", "was 1000001; must be a whole number from 1 to 1000000.")]
    [InlineData("features", "1001", "was 1001; must be a whole number from 1 to 1000.")]
    [InlineData("informative", "-1", "was -1; must be a whole number from 0 to 1000.")]
    [InlineData("targets", "101", "was 101; must be a whole number from 1 to 100.")]
    [InlineData("noise", "-0.5", "was -0.5; must be a number of at least 0 and at most 3.4e38.")]
    [InlineData("noise", "\"Infinity\"", "was the string \"Infinity\"; must be a number of at least 0 and at most 3.4e38.")]
    [InlineData("bias", "-1e39", "was -1e39; " + Number)]
    [InlineData("shuffle", "\"yes\"", "was the string \"yes\"; must be true or false.")]
    [InlineData("randomState", "-1", "was -1; must be a whole number from 0 to 4294967295.")]
    [InlineData("randomState", "4294967296", "was 4294967296; must be a whole number from 0 to 4294967295.")]
    [InlineData("x", "[[1]]", "is an unknown field; known here are \"kind\", \"samples\", \"features\", \"informative\", \"targets\", \"noise\", "
        + "\"bias\", \"shuffle\", \"randomState\".")]
    public void Read_FaultyRegression_NamesValueAndRule(string field, string value, string problem) =>
        Specs.AssertFault(Specs.WithRegression($"\"{field}\":{value}"), $"data.{field}", problem);

    [Theory]
    [InlineData("7", "[1]", "data.x", "was 7; " + XRows)]
    [InlineData("[]", "[]", "data.x", "has 0 rows; " + XRows)]
    [InlineData("[1,2]", "[1,2]", "data.x[0]", "was 1; must be a list of numbers.")]
    [InlineData("[[1],[]]", "[1,2]", "data.x[1]", "has 0 values; must have 1 to 1000.")]
    [InlineData("[[1,2],[3,4],[5]]", "[1,2,3]", "data.x[2]", "has 1 values; must have 2 like the rows before it.")]
    [InlineData("[[1,2],[3,\"4\"]]", "[1,2]", "data.x[1][1]", "was the string \"4\"; " + Number)]
    [InlineData("[[1],[null]]", "[1,2]", "data.x[1][0]", "was null; " + Number)]
    [InlineData("[[1e400]]", "[1]", "data.x[0][0]", "was 1e400; " + Number)]
    [InlineData("[[1]]", "[3.5e38]", "data.y[0]", "was 3.5e38; " + Number)]
    [InlineData("[[1]]", "\"1\"", "data.y", "was the string \"1\"; " + YRows)]
    [InlineData("[[1],[2]]", "[1,[2]]", "data.y[1]", "was a list; " + Number)]
    [InlineData("[[1],[2]]", "[[1],2]", "data.y[1]", "was 2; must be a list of numbers.")]
    [InlineData("[[1],[2]]", "[1,2,3]", "data.y", "has 3 rows; must have as many as x, which has 2.")]
    public void Read_FaultyRows_NamesTheirPlace(string x, string y, string field, string problem) =>
        Assert.Contains(
            new SpecError(field, problem),
            Specs.ReadFaulty(Specs.WithData($$"""{"kind":"inline","x":{{x}},"y":{{y}}}""")));

    [Fact]
    public void Read_InlineWithoutRows_NamesBothLists() =>
        Assert.Equal(
            [
                new("data.x", "is missing; must be a list of rows, each a list of numbers."),
                new("data.y", "is missing; must be a list of rows, each a list of numbers, or a list of numbers."),
            ],
            Specs.ReadFaulty(Specs.WithData("""{"kind":"inline"}""")));

    [Theory]
    [InlineData("[5,6]")]
    [InlineData("[[5],[6]]")]
    public void Read_OneTarget_MayBeFlat(string y)
    {
        var data = Assert.IsType<InlineData>(Specs.ReadValid(Specs.WithData($$"""{"y":{{y}},"x":[[1,2],[3,4]],"kind":"inline"}""")).Data);

        Assert.Equal([[1, 2], [3, 4]], data.X);
        Assert.Equal([[5], [6]], data.Y);
    }

    [Fact]
    public void Read_TooManyInlineValues_IsRefused()
    {
        var row = $"[{string.Join(',', Enumerable.Repeat("1", 1_000))}]";
        var rows = string.Join(',', Enumerable.Repeat(row, 9_991));
        var y = string.Join(',', Enumerable.Repeat("1", 9_991));

        Specs.AssertFault(
            Specs.WithData($$"""{"kind":"inline","x":[{{rows}}],"y":[{{y}}]}"""),
            "data.x",
            "makes 10000991 values of 9991 samples of 1000 features and 1 targets; must make at most 10000000.");
    }

    [Fact]
    public void Read_MillionsOfFaultyNumbers_ListsTheFirstAndCountsTheRest()
    {
        const int rows = 1_000_000;
        var json = Encoding.UTF8.GetBytes(Specs.WithData(
            $$"""{"kind":"inline","x":[{{string.Join(',', Enumerable.Repeat("[\"\"]", rows))}}],"y":[1]}"""));

        var errors = SpecReader.Read(json).Errors;

        Assert.Equal(101, errors.Count);
        Assert.Equal("data.x[99][0]", errors[99].Field);
        Assert.Equal(new SpecError("$", $"has {rows - 100} more faults, which are not listed."), errors[^1]);
    }
}
