using System.Text;
using System.Text.Json;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Tests.Experiments;

public sealed class SpecJsonTests
{
    [Fact]
    public void Write_Tutorial_IsTheWireForm() =>
        Assert.Equal(
            """
            {"id":"generated","model":"generated","data":{"kind":"regression","samples":100,"features":1,"informative":1,"targets":1,"noise":20,"bias":0,"shuffle":true,"randomState":1},"network":{"hidden":[],"activation":"relu"},"loss":{"kind":"mse","delta":1},"optimizer":{"kind":"sgd","learningRate":0.01,"momentum":0,"dampening":0,"weightDecay":0,"nesterov":false},"epochs":100,"seed":0}
            """,
            Encoding.UTF8.GetString(SpecJson.Write(Specs.ReadValid(Specs.Minimal))));

    [Fact]
    public void AreSame_ComparesEveryField()
    {
        const string inline = """{"id":"a","data":{"kind":"inline","x":[[1],[2]],"y":[1,2]}}""";
        var spec = Specs.ReadValid(inline);

        Assert.True(SpecJson.AreSame(spec, Specs.ReadValid(inline)));
        Assert.False(SpecJson.AreSame(spec, spec with { Seed = 1 }));
        Assert.False(SpecJson.AreSame(spec, Specs.ReadValid(inline.Replace("[2]", "[3]", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    public void Read_NoSpec_IsRefused(string json) => Assert.Throws<JsonException>(() => SpecJson.Read(Encoding.UTF8.GetBytes(json)));
}
