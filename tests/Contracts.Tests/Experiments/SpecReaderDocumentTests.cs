using System.Text;
using System.Text.Json;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Tests.Experiments;

public sealed class SpecReaderDocumentTests
{
    [Fact]
    public void Read_DataAlone_IsTheTutorial()
    {
        var spec = Specs.ReadValid(Specs.Minimal);

        Assert.Equal("generated", spec.Id);
        Assert.Equal("generated", spec.Model);
        Assert.Equal(new RegressionData(), spec.Data);
        Assert.Equal((100, 1, 1, 1, 20.0, 1u), Shape((RegressionData)spec.Data));
        Assert.Empty(spec.Network.Hidden);
        Assert.Equal(new LossSpec(), spec.Loss);
        Assert.Equal(new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = 0.01 }, spec.Optimizer);
        Assert.Equal((100, 0L), (spec.Epochs, spec.Seed));

        static (int, int, int, int, double, uint) Shape(RegressionData data) =>
            (data.Samples, data.Features, data.Informative, data.Targets, data.Noise, data.RandomState);
    }

    [Fact]
    public void Read_DataWithoutKind_IsRegression() =>
        Assert.Equal(new RegressionData { Samples = 7 }, Specs.ReadValid("""{"data":{"samples":7}}""").Data);

    [Fact]
    public void Read_EveryField_IsTaken()
    {
        var spec = Specs.ReadValid("""
            {"id":"run-1","model":"Pump_7.flow",
             "data":{"kind":"regression","samples":64,"features":5,"informative":3,"targets":2,"noise":0.5,"bias":-2.5,
                     "shuffle":false,"randomState":4294967295},
             "network":{"hidden":[16,8],"activation":"tanh"},
             "loss":{"kind":"smoothL1","delta":0.25},
             "optimizer":{"kind":"sgd","learningRate":0.05,"momentum":0.9,"dampening":0,"weightDecay":0.01,"nesterov":true},
             "epochs":50,"seed":9007199254740992}
            """);

        Assert.Equal(("run-1", "Pump_7.flow", 50, 9007199254740992), (spec.Id, spec.Model, spec.Epochs, spec.Seed));
        Assert.Equal(
            new RegressionData
            {
                Samples = 64,
                Features = 5,
                Informative = 3,
                Targets = 2,
                Noise = 0.5,
                Bias = -2.5,
                Shuffle = false,
                RandomState = uint.MaxValue,
            },
            spec.Data);
        Assert.Equal([16, 8], spec.Network.Hidden);
        Assert.Equal(Activation.Tanh, spec.Network.Activation);
        Assert.Equal(new LossSpec { Kind = LossKind.SmoothL1, Delta = 0.25 }, spec.Loss);
        Assert.Equal(new OptimizerSpec { LearningRate = 0.05, Momentum = 0.9, WeightDecay = 0.01, Nesterov = true }, spec.Optimizer);
    }

    [Fact]
    public void Read_NoModel_TakesTheId() => Assert.Equal("run-1", Specs.ReadValid(Specs.With("\"id\":\"run-1\"")).Model);

    [Fact]
    public void Read_NoId_MakesANewNameEachTime()
    {
        var (first, second) = (SpecReader.Read("{\"data\":{}}"u8.ToArray()).Spec!.Id, SpecReader.Read("{\"data\":{}}"u8.ToArray()).Spec!.Id);

        Assert.NotEqual(first, second);
        Assert.Matches("^[0-9a-f]{32}$", first);
    }

    [Fact]
    public void Read_SeveralFaults_ReportsAll()
    {
        var fields = Specs.ReadFaulty("""
            {"id":"!","epochs":0,"seeds":1,"network":{"hidden":[0,0]},"optimizer":{"learningRate":-1,"nesterov":true},
             "data":{"kind":"regression","samples":-1,"noise":"NaN"}}
            """).Select(error => error.Field);

        Assert.Equal(
            [
                "id", "epochs", "seeds", "network.hidden[0]", "network.hidden[1]", "optimizer.learningRate", "optimizer.nesterov",
                "data.samples", "data.noise",
            ],
            fields);
    }

    [Theory]
    [InlineData("[]", "was a list; must be an object.")]
    [InlineData("null", "was null; must be an object.")]
    [InlineData("\"{}\"", "was the string \"{}\"; must be an object.")]
    public void Read_TopLevelNotAnObject_IsRefused(string json, string problem) => Specs.AssertFault(json, "$", problem);

    [Theory]
    [InlineData("", "at line 1, byte 1: ")]
    [InlineData("{\n  \"seed\": 1,\n}", "at line 3, byte 1: ")]
    [InlineData("{\"data\":{}} x", "at line 1, byte 13: ")]
    [InlineData("{\"seed\":NaN}", "at line 1, byte 9: ")]
    [InlineData("{\"seed\":1", "at line 1, byte 10: ")]
    public void Read_InvalidJson_NamesThePlace(string json, string place)
    {
        var error = Assert.Single(Specs.ReadFaulty(json));

        Assert.Equal("$", error.Field);
        Assert.StartsWith($"is not valid JSON, {place}", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooDeep_IsRefused()
    {
        var nested = new string('[', 1_000) + new string(']', 1_000);

        var error = Assert.Single(Specs.ReadFaulty(Specs.WithData(nested)));

        Assert.Contains("depth of 32", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NotUtf8_IsRefused()
    {
        byte[] json = [.. "{\"id\":\""u8, 0xFF, .. "\"}"u8];

        Assert.Equal([new("$", "is not valid JSON: its text is not UTF-8.")], SpecReader.Read(json).Errors);
    }

    [Fact]
    public void Read_LongValueAndLongName_AreCut()
    {
        var text = new string('x', 100_000);

        var errors = Specs.ReadFaulty(Specs.With($"\"epochs\":\"{text}\",\"{text}\":1"));

        Assert.Equal(2, errors.Count);
        Assert.All(errors, error => Assert.True(error.Field.Length + error.Problem.Length < 300));
    }

    [Fact]
    public void Read_ControlCharacters_AreNotEchoed()
    {
        var errors = Specs.ReadFaulty(Specs.With("\"epochs\":\"a\u007Fb\",\"a\u0085b\":1"));

        Assert.DoesNotContain(errors, error => (error.Field + error.Problem).Any(char.IsControl));
    }

    [Fact]
    public void Read_Element_ReadsTheSame()
    {
        using var document = JsonDocument.Parse(Specs.With("\"id\":\"run-1\",\"seed\":3"));

        Assert.Equal(
            SpecJson.Write(Specs.ReadValid(Specs.With("\"id\":\"run-1\",\"seed\":3"))),
            SpecJson.Write(SpecReader.Read(document.RootElement).Spec!));
        Assert.Equal([new("$", "was nothing; must be an object.")], SpecReader.Read(default(JsonElement)).Errors);
    }
}
