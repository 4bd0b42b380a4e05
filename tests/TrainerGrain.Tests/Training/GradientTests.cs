using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Training;

/// <summary>What one plain step takes away, against central differences of the loss computed in double precision.</summary>
public sealed class GradientTests
{
    private const double LearningRate = 0.001;

    public static TheoryData<LossKind, Activation, int> Networks
    {
        get
        {
            var cases = new TheoryData<LossKind, Activation, int>();
            foreach (var loss in Enum.GetValues<LossKind>())
            {
                cases.Add(loss, Activation.Relu, 0);
                cases.Add(loss, Activation.Relu, 4);
                cases.Add(loss, Activation.Tanh, 4);
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Networks))]
    public void Step_TakesTheGradientAwayTimesTheLearningRate(LossKind kind, Activation activation, int width)
    {
        var data = TrainingSupport.SmallData();
        var loss = new LossSpec { Kind = kind, Delta = 0.7 };
        var network = new NetworkSpec { Hidden = width == 0 ? [] : [width], Activation = activation };
        var spec = TrainingSupport.Spec(new OptimizerSpec { LearningRate = LearningRate }, loss, network);
        using var session = TorchEngine.SetUpTextbook(spec, data);
        var before = session.Export();
        session.Step(1);
        var after = session.Export();

        for (var layer = 0; layer < before.Layers.Count; layer++)
        {
            for (var i = 0; i < before.Layers[layer].Weight.Length; i++)
            {
                var taken = (before.Layers[layer].Weight[i] - after.Layers[layer].Weight[i]) / LearningRate;
                Assert.Equal(Slope(before, layer, i, loss, data), taken, 2e-3);
            }
        }
    }

    private static double Slope(TrainedNetwork network, int layer, int index, LossSpec loss, DataSet data)
    {
        const double Step = 1e-6;
        return (Loss(network, layer, index, Step, loss, data) - Loss(network, layer, index, -Step, loss, data)) / (2 * Step);
    }

    private static double Loss(TrainedNetwork network, int layer, int index, double shift, LossSpec loss, DataSet data)
    {
        double[][] weights = [.. network.Layers.Select(one => one.Weight.Select(weight => (double)weight).ToArray())];
        weights[layer][index] += shift;
        var sum = 0.0;
        for (var row = 0; row < data.Samples; row++)
        {
            var output = Forward(network, weights, data.X.AsSpan(row * data.Features, data.Features).ToArray());
            sum += output.Select((value, target) => Loss(loss, value - data.Y[(row * data.Targets) + target])).Sum();
        }

        return sum / (data.Samples * data.Targets);
    }

    private static double[] Forward(TrainedNetwork network, double[][] weights, double[] x)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            var (layer, input) = (network.Layers[i], x);
            x = [.. layer.Bias.Select((bias, o) => bias + input.Select((value, j) => value * weights[i][(o * layer.Inputs) + j]).Sum())];
            if (i < weights.Length - 1)
            {
                x = [.. x.Select(value => network.Activation == Activation.Tanh ? Math.Tanh(value) : Math.Max(0, value))];
            }
        }

        return x;
    }

    private static double Loss(LossSpec loss, double residual)
    {
        var size = Math.Abs(residual);
        return loss.Kind switch
        {
            LossKind.Mse => size * size,
            LossKind.L1 => size,
            LossKind.Huber => size < loss.Delta ? 0.5 * size * size : loss.Delta * (size - (0.5 * loss.Delta)),
            _ => size < loss.Delta ? 0.5 * size * size / loss.Delta : size - (0.5 * loss.Delta),
        };
    }
}
