using System.Text.Json;
using Distributed.Contracts.Sweeps;

namespace Distributed.Contracts.Tests.Sweeps;

public sealed class SweepJsonTests
{
    [Fact]
    public void Write_Grid_IsTheWireFormWithEveryFieldOfTheBase() => Assert.Equal(
        """
        {"id":"s","base":{"data":{"kind":"regression","samples":100,"features":1,"informative":1,"targets":1,"noise":20,"bias":0,"shuffle":true,"randomState":1},"network":{"hidden":[],"activation":"relu"},"loss":{"kind":"mse","delta":1},"optimizer":{"kind":"sgd","learningRate":0.01,"momentum":0,"dampening":0,"weightDecay":0,"nesterov":false},"epochs":100,"seed":0},"grid":{"optimizer.learningRate":[0.1,1],"seed":{"from":0,"count":10,"step":1}}}
        """,
        Sweeps.ReadValid(Sweeps.With("""
            "id":"s","grid":{"optimizer.learningRate":[1e-1,1.0],"seed":{"count":10,"from":0.0}}
            """)).Text());

    [Theory]
    [InlineData("\"grid\":{\"seed\":[1,2]}", "\"grid\":{\"seed\":[1.0,2e0]}")]
    [InlineData("\"grid\":{\"loss\":[{\"kind\":\"mse\"}]}", "\"grid\":{\"loss\":[{\"delta\":1}]}")]
    [InlineData("\"random\":{\"samples\":3,\"space\":{\"seed\":{\"uniform\":[0,9]}}}", "\"random\":{\"space\":{\"seed\":{\"uniform\":[0.0,9]}},\"seed\":0,\"samples\":3}")]
    [InlineData("\"list\":[{\"data.noise\":0.5},{}]", "\"list\":[{\"data.noise\":5e-1},{}]")]
    public void AreSame_TheSameInOtherWords_IsTrue(string one, string other) => Assert.True(Same(one, other));

    [Theory]
    [InlineData("\"grid\":{\"seed\":[1,2]}", "\"grid\":{\"seed\":[2,1]}")]
    [InlineData("\"grid\":{\"seed\":[1,2]}", "\"grid\":{\"epochs\":[1,2]}")]
    [InlineData("\"grid\":{\"seed\":[1],\"epochs\":[2]}", "\"grid\":{\"epochs\":[2],\"seed\":[1]}")]
    [InlineData("\"list\":[{\"seed\":1}]", "\"list\":[{\"seed\":1},{}]")]
    public void AreSame_OtherExperimentsOrAnotherOrder_IsFalse(string one, string other) => Assert.False(Same(one, other));

    [Fact]
    public void Write_DataSets_KeepsKeyAndModel() => Assert.Equal(
        """
        {"id":"s","base":{"model":"m","network":{"hidden":[],"activation":"relu"},"loss":{"kind":"mse","delta":1},"optimizer":{"kind":"sgd","learningRate":0.01,"momentum":0,"dampening":0,"weightDecay":0,"nesterov":false},"epochs":100,"seed":0},"data":[{"key":"a","kind":"inline","x":[[1]],"y":[[2]]}]}
        """,
        Sweeps.ReadValid("""{"id":"s","base":{"model":"m"},"data":[{"kind":"inline","x":[[1]],"y":[2],"key":"a"}]}""").Text());

    [Fact]
    public void Read_NoSweep_IsRefused() => Assert.Throws<JsonException>(() => SweepJson.Read("{}"u8.ToArray()));

    private static bool Same(string one, string other) =>
        SweepJson.AreSame(Sweeps.ReadValid(Sweeps.With(one)), Sweeps.ReadValid(Sweeps.With(other)));
}
