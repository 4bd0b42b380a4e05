namespace Distributed.Contracts.Tests.Experiments;

public sealed class SpecReaderFieldTests
{
    private const string Epochs = "must be a whole number from 1 to 10000000.";
    private const string Seed = "must be a whole number from 0 to 9007199254740992.";
    private const string Name = "must be 1 to 128 letters, digits, \".\", \"_\" and \"-\", the first a letter or digit.";
    private const string Positive = "must be a number greater than 0 and at most 3.4e38.";
    private const string NonNegative = "must be a number of at least 0 and at most 3.4e38.";
    private const string BelowOne = "must be a number of at least 0 and less than 1.";
    private const string Share = "must be a number from 0 to 1.";

    [Theory]
    [InlineData("epochs", "0", "was 0; " + Epochs)]
    [InlineData("epochs", "10000001", "was 10000001; " + Epochs)]
    [InlineData("epochs", "1.5", "was 1.5; " + Epochs)]
    [InlineData("epochs", "1e400", "was 1e400; " + Epochs)]
    [InlineData("epochs", "99999999999999999999", "was 99999999999999999999; " + Epochs)]
    [InlineData("epochs", "\"NaN\"", "was the string \"NaN\"; " + Epochs)]
    [InlineData("epochs", "null", "was null; " + Epochs)]
    [InlineData("epochs", "true", "was true; " + Epochs)]
    [InlineData("epochs", "[100]", "was a list; " + Epochs)]
    [InlineData("epochs", "{}", "was an object; " + Epochs)]
    [InlineData("seed", "-1", "was -1; " + Seed)]
    [InlineData("seed", "9007199254740993", "was 9007199254740993; " + Seed)]
    [InlineData("id", "\"\"", "was the string \"\"; " + Name)]
    [InlineData("id", "\"-a\"", "was the string \"-a\"; " + Name)]
    [InlineData("id", "\"a/b\"", "was the string \"a/b\"; " + Name)]
    [InlineData("id", "\"\\uD800\"", "was the string \"\\uD800\"; " + Name)]
    [InlineData("id", "7", "was 7; " + Name)]
    [InlineData("model", "\"..\"", "was the string \"..\"; " + Name)]
    [InlineData("model", "\"ä\"", "was the string \"ä\"; " + Name)]
    [InlineData("network", "[]", "was a list; must be an object.")]
    [InlineData("loss", "\"mse\"", "was the string \"mse\"; must be an object.")]
    [InlineData("optimizer", "null", "was null; must be an object.")]
    public void Read_FaultyField_NamesValueAndRule(string field, string value, string problem) =>
        Specs.AssertFault(Specs.With($"\"{field}\":{value}"), field, problem);

    [Theory]
    [InlineData("learningRate", "0", "was 0; " + Positive)]
    [InlineData("learningRate", "-0.1", "was -0.1; " + Positive)]
    [InlineData("learningRate", "1e400", "was 1e400; " + Positive)]
    [InlineData("learningRate", "1e39", "was 1e39; " + Positive)]
    [InlineData("learningRate", "\"0.1\"", "was the string \"0.1\"; " + Positive)]
    [InlineData("momentum", "1", "was 1; " + BelowOne)]
    [InlineData("momentum", "-0.5", "was -0.5; " + BelowOne)]
    [InlineData("dampening", "1.1", "was 1.1; " + Share)]
    [InlineData("weightDecay", "-1", "was -1; " + NonNegative)]
    [InlineData("nesterov", "1", "was 1; must be true or false.")]
    [InlineData("kind", "\"SGD\"", "was the string \"SGD\"; must be one of \"sgd\", \"adam\".")]
    [InlineData("kind", "0", "was 0; must be one of \"sgd\", \"adam\".")]
    public void Read_FaultyOptimizer_NamesValueAndRule(string field, string value, string problem) =>
        Specs.AssertFault(Specs.With($$"""
            "optimizer":{"{{field}}":{{value}}}
            """), $"optimizer.{field}", problem);

    [Theory]
    [InlineData("kind", "\"l2\"", "was the string \"l2\"; must be one of \"mse\", \"l1\", \"huber\", \"smoothL1\".")]
    [InlineData("delta", "0", "was 0; " + Positive)]
    public void Read_FaultyLoss_NamesValueAndRule(string field, string value, string problem) =>
        Specs.AssertFault(Specs.With($$"""
            "loss":{"{{field}}":{{value}}}
            """), $"loss.{field}", problem);

    [Theory]
    [InlineData("\"hidden\":16", "network.hidden", "was 16; must be a list of at most 8 widths.")]
    [InlineData("\"hidden\":[1,2,3,4,5,6,7,8,9]", "network.hidden", "was a list of 9 widths; must be a list of at most 8.")]
    [InlineData("\"hidden\":[16,0]", "network.hidden[1]", "was 0; must be a whole number from 1 to 1024.")]
    [InlineData("\"hidden\":[1025]", "network.hidden[0]", "was 1025; must be a whole number from 1 to 1024.")]
    [InlineData("\"activation\":\"gelu\"", "network.activation", "was the string \"gelu\"; must be one of \"relu\", \"tanh\".")]
    public void Read_FaultyNetwork_NamesValueAndRule(string network, string field, string problem) =>
        Specs.AssertFault(Specs.With($$"""
            "network":{{{network}}}
            """), field, problem);

    [Theory]
    [InlineData("1")]
    [InlineData("10000000")]
    [InlineData("100.0")]
    [InlineData("1e2")]
    public void Read_WholeNumberInAnyNotation_IsAccepted(string epochs) =>
        Assert.Equal(double.Parse(epochs), Specs.ReadValid(Specs.With($"\"epochs\":{epochs}")).Epochs);

    [Fact]
    public void Read_LongestName_IsAcceptedAndOneLongerIsNot()
    {
        var longest = new string('a', 128);

        Assert.Equal(longest, Specs.ReadValid(Specs.With($"\"id\":\"{longest}\"")).Id);
        Specs.AssertFault(Specs.With($"\"id\":\"{longest}a\""), "id", $"was the string \"{longest[..59]}…; {Name}");
    }

    [Theory]
    [InlineData("\"epoch\":1", "epoch", "is an unknown field; did you mean \"epochs\"?")]
    [InlineData("\"Seed\":1", "Seed", "is an unknown field; did you mean \"seed\"?")]
    [InlineData("\"optimizer\":{\"learnigRate\":1}", "optimizer.learnigRate", "is an unknown field; did you mean \"learningRate\"?")]
    [InlineData("\"optimizer\":{\"lr\":1}", "optimizer.lr",
        "is an unknown field; known here are \"kind\", \"learningRate\", \"momentum\", \"dampening\", \"weightDecay\", \"nesterov\".")]
    [InlineData("\"loss\":{\"\":1}", "loss.", "is an unknown field; known here are \"kind\", \"delta\".")]
    [InlineData("\"loss\":{\"\\uD800\":1}", "loss.\\uD800", "is an unknown field; known here are \"kind\", \"delta\".")]
    public void Read_UnknownField_SuggestsTheNearest(string fields, string field, string problem) =>
        Specs.AssertFault(Specs.With(fields), field, problem);

    [Theory]
    [InlineData("\"seed\":1,\"seed\":2", "seed")]
    [InlineData("\"seed\":1,\"se\\u0065d\":1", "seed")]
    [InlineData("\"loss\":{\"delta\":1,\"delta\":1}", "loss.delta")]
    public void Read_FieldTwice_IsRefused(string fields, string field) =>
        Specs.AssertFault(Specs.With(fields), field, "is given more than once; must be given once.");
}
