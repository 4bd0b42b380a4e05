using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Export;

/// <summary>Random networks and what they compute, by definition and in double precision.</summary>
internal static class Networks
{
    /// <summary>A network of these widths, from the input to the output; weights as small as PyTorch's initial ones.</summary>
    public static TrainedNetwork Create(int[] widths, Activation activation = Activation.Relu, int seed = 1)
    {
        var random = new Random(seed);
        return new TrainedNetwork([.. widths.Zip(widths.Skip(1), (inputs, outputs) => CreateLayer(random, inputs, outputs))], activation);
    }

    /// <summary>Uniform in [-1, 1).</summary>
    public static float[] Rows(int count, int width, int seed = 2)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count * width).Select(_ => Uniform(random))];
    }

    /// <summary>The outputs for rows of inputs.</summary>
    public static float[] Forward(TrainedNetwork network, float[] rows) =>
        [.. rows.Chunk(network.Layers[0].Inputs).SelectMany(row => Forward(network, Array.ConvertAll(row, value => (double)value)))];

    private static IEnumerable<float> Forward(TrainedNetwork network, double[] values)
    {
        foreach (var layer in network.Layers)
        {
            values = Linear(layer, values);
            if (layer != network.Layers[^1])
            {
                values = Array.ConvertAll(values, value => network.Activation == Activation.Tanh ? Math.Tanh(value) : Math.Max(0, value));
            }
        }
        return values.Select(value => (float)value);
    }

    private static double[] Linear(LinearLayer layer, double[] values) =>
        [.. Enumerable.Range(0, layer.Outputs).Select(output =>
            layer.Bias[output] + values.Select((value, input) => value * layer.Weight[(output * layer.Inputs) + input]).Sum())];

    private static LinearLayer CreateLayer(Random random, int inputs, int outputs)
    {
        var bound = 1 / MathF.Sqrt(inputs);
        return new LinearLayer(Uniforms(inputs * outputs), Uniforms(outputs), inputs, outputs);

        float[] Uniforms(int count) => [.. Enumerable.Range(0, count).Select(_ => bound * Uniform(random))];
    }

    private static float Uniform(Random random) => (2 * random.NextSingle()) - 1;
}
