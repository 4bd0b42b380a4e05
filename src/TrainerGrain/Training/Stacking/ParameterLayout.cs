using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;

namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>
/// How the parameters of a network lie in one row: layer by layer, [outputs, inputs + 1] row-major, the bias in the last column,
/// so that an input with a one behind it makes weight and bias one product.
/// </summary>
internal sealed class ParameterLayout
{
    public ParameterLayout(NetworkSpec network, DataSet data)
    {
        var widths = Networks.WidthsOf(network, data);
        var layers = new LayerPlace[widths.Length - 1];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = new LayerPlace(Length, widths[i], widths[i + 1]);
            Length += layers[i].Length;
        }

        Layers = layers;
    }

    public IReadOnlyList<LayerPlace> Layers { get; }

    /// <summary>Numbers in a row.</summary>
    public int Length { get; }

    /// <summary>Sizes of the tensors of a checkpoint: weight and bias of each layer.</summary>
    public IEnumerable<long> Sizes => Layers.SelectMany(layer => new[] { (long)layer.Inputs * layer.Outputs, layer.Outputs });

    /// <summary>The row of weights [outputs, inputs] and biases [outputs], in turn.</summary>
    public float[] Pack(IReadOnlyList<float[]> tensors)
    {
        var row = new float[Length];
        for (var i = 0; i < Layers.Count; i++)
        {
            var (layer, weight, bias) = (Layers[i], tensors[2 * i], tensors[(2 * i) + 1]);
            for (var output = 0; output < layer.Outputs; output++)
            {
                weight.AsSpan(output * layer.Inputs, layer.Inputs).CopyTo(row.AsSpan(layer.RowOf(output)));
                row[layer.RowOf(output) + layer.Inputs] = bias[output];
            }
        }

        return row;
    }

    /// <summary>The layers of a row.</summary>
    public IEnumerable<LinearLayer> Unpack(float[] row) => Layers.Select(layer => Unpack(row, layer));

    private static LinearLayer Unpack(float[] row, LayerPlace layer)
    {
        var (weight, bias) = (new float[layer.Inputs * layer.Outputs], new float[layer.Outputs]);
        for (var output = 0; output < layer.Outputs; output++)
        {
            row.AsSpan(layer.RowOf(output), layer.Inputs).CopyTo(weight.AsSpan(output * layer.Inputs));
            bias[output] = row[layer.RowOf(output) + layer.Inputs];
        }

        return new LinearLayer(weight, bias, layer.Inputs, layer.Outputs);
    }
}

/// <summary>One layer's place in a row of parameters.</summary>
internal sealed record LayerPlace(int Start, int Inputs, int Outputs)
{
    public int Length => Outputs * (Inputs + 1);

    /// <summary>Where the weights of an output begin; its bias follows them.</summary>
    public int RowOf(int output) => Start + (output * (Inputs + 1));
}
