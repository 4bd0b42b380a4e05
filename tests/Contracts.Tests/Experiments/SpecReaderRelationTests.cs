namespace Distributed.Contracts.Tests.Experiments;

public sealed class SpecReaderRelationTests
{
    [Theory]
    [InlineData("\"nesterov\":true", "nesterov", "was true without momentum; needs a momentum greater than 0.")]
    [InlineData("\"nesterov\":true,\"momentum\":0.9,\"dampening\":0.5", "nesterov", "was true with a dampening of 0.5; needs a dampening of 0.")]
    [InlineData("\"kind\":\"adam\",\"momentum\":0.9", "momentum", "is an option of \"sgd\" alone; leave it out with \"adam\".")]
    [InlineData("\"kind\":\"adam\",\"dampening\":0.1", "dampening", "is an option of \"sgd\" alone; leave it out with \"adam\".")]
    [InlineData("\"kind\":\"adam\",\"nesterov\":true", "nesterov", "is an option of \"sgd\" alone; leave it out with \"adam\".")]
    public void Read_OptionsThatDoNotGoTogether_BlamesOne(string options, string field, string problem) =>
        Specs.AssertFault(Specs.With($$"""
            "optimizer":{{{options}}}
            """), $"optimizer.{field}", problem);

    [Theory]
    [InlineData("\"nesterov\":true,\"momentum\":2", "momentum")]
    [InlineData("\"kind\":\"adagrad\",\"momentum\":0.9", "kind")]
    public void Read_RelationOfAFaultyField_IsNotAsked(string options, string faulty) =>
        Assert.Equal([$"optimizer.{faulty}"], Specs.ReadFaulty(Specs.With($$"""
            "optimizer":{{{options}}}
            """)).Select(error => error.Field));

    [Fact]
    public void Read_AdamWithSgdOptionsSwitchedOff_IsAccepted() =>
        Specs.ReadValid(Specs.With("""
            "optimizer":{"kind":"adam","momentum":0,"dampening":0,"nesterov":false}
            """));

    [Fact]
    public void Read_MoreInformativeThanFeatures_IsRefused() =>
        Specs.AssertFault(
            Specs.WithRegression("\"features\":2,\"informative\":3"),
            "data.informative",
            "was 3; must be at most features, which is 2.");

    [Fact]
    public void Read_MoreValuesThanAllowed_IsRefused()
    {
        Specs.ReadValid(Specs.WithRegression("\"samples\":10000,\"features\":999"));
        Specs.AssertFault(
            Specs.WithRegression("\"samples\":10001,\"features\":999"),
            "data.samples",
            "makes 10001000 values of 10001 samples of 999 features and 1 targets; must make at most 10000000.");
    }
}
