using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Training;

public sealed class InitialWeightsTests
{
    /// <summary>The oracle is the engine, which draws them itself when it makes a network.</summary>
    [Theory]
    [InlineData(1, new int[0], 1)]
    [InlineData(3, new int[0], 2)]
    [InlineData(7, new[] { 5 }, 1)]
    [InlineData(2, new[] { 8, 8 }, 3)]
    [InlineData(64, new[] { 31, 100 }, 17)]
    public void Draw_AnyNetworkAndSeed_GivesTheEnginesBits(int inputs, int[] hidden, int outputs)
    {
        foreach (var seed in new[] { 0, 1, 2, 42, uint.MaxValue, 1L << 32, (1L << 53) - 1, -1 })
        {
            using var network = TrainerGrain.Training.Networks.Build(new NetworkSpec { Hidden = hidden }, inputs, outputs, seed);

            Assert.Equal(
                network.parameters().SelectMany(parameter => parameter.Floats()).Bits(),
                InitialWeights.Draw([inputs, .. hidden, outputs], seed).SelectMany(values => values).Bits());
        }
    }

    [Fact]
    public void Draw_EveryWidth_GivesTheEnginesBits()
    {
        // The bounds are roots of the number of inputs, rounded on the way.
        foreach (var inputs in Enumerable.Range(1, 1_000))
        {
            using var network = TrainerGrain.Training.Networks.Build(new NetworkSpec(), inputs, 1, seed: inputs);

            Assert.Equal(
                network.parameters().SelectMany(parameter => parameter.Floats()).Bits(),
                InitialWeights.Draw([inputs, 1], seed: inputs).SelectMany(values => values).Bits());
        }
    }
}
