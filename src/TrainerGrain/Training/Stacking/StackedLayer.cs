using TorchSharp;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>One linear layer of every member: views of their parameters, so it always has the present weights.</summary>
internal sealed class StackedLayer : IDisposable
{
    private readonly Tensor _weight;
    private readonly Tensor _transposed;
    private readonly Tensor _bias;

    /// <param name="parameters">[members, parameters]</param>
    /// <param name="place">Where the layer is in a row.</param>
    public StackedLayer(Tensor parameters, LayerPlace place)
    {
        using var scope = NewDisposeScope();
        var layer = parameters.narrow(1, place.Start, place.Length).view(-1, place.Outputs, place.Inputs + 1);
        _weight = layer.narrow(2, 0, place.Inputs).DetachFromDisposeScope();
        _transposed = _weight.transpose(1, 2).DetachFromDisposeScope();
        _bias = layer.narrow(2, place.Inputs, 1).transpose(1, 2).DetachFromDisposeScope();
    }

    /// <summary>Outputs [members, samples, outputs] for inputs [members, samples, inputs].</summary>
    public Tensor Forward(Tensor input) =>
        HasOneTerm(input) ? input.mul(_transposed).add_(_bias) : _bias.baddbmm(input, _transposed);

    /// <summary>The slope of the loss by the inputs, from that by the outputs.</summary>
    public Tensor Backward(Tensor slope) => HasOneTerm(slope) ? slope.mul(_weight) : slope.bmm(_weight);

    /// <summary>The gradient of the layer's part of a row, [members, length].</summary>
    public static Tensor Gradient(Tensor input, Tensor slope) =>
        cat([slope.transpose(1, 2).bmm(input), slope.sum(1).unsqueeze(2)], 2).flatten(1);

    public void Dispose()
    {
        _bias.Dispose();
        _transposed.Dispose();
        _weight.Dispose();
    }

    // A product whose sums have one term each is the same element by element, in a fraction of the time.
    private static bool HasOneTerm(Tensor left) => left.size(2) == 1;
}
