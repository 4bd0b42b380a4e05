using Distributed.Contracts.Experiments;
using TorchSharp;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>
/// Losses and gradients of any network by forward and backward products, a few a layer for all members, in the order in which
/// autograd would compute those of one network.
/// </summary>
internal sealed class Backpropagation : StackedProblem
{
    private readonly StackedLayer[] _layers;
    private readonly Activation _activation;
    private readonly StackedLoss _loss;
    private readonly Tensor _x;
    private readonly Tensor _y;
    private readonly List<Tensor> _losses = [];

    public Backpropagation(IReadOnlyList<StackMember> members, Tensor parameters)
    {
        var (spec, data) = (members[0].Spec, members[0].Data);
        _layers = [.. members[0].Layout.Layers.Select(place => new StackedLayer(parameters, place))];
        (_activation, _loss) = (spec.Network.Activation, new StackedLoss(members));
        _x = Rows.Floats(members, [data.Samples, data.Features], (member, row) => Round(member.Data.X, row));
        _y = Rows.Floats(members, [data.Samples, data.Targets], (member, row) => Round(member.Data.Y, row));
    }

    public override Tensor Gradient()
    {
        var inputs = new Tensor[_layers.Length];
        var prediction = Forward(inputs);
        var (losses, slope) = _loss.At(prediction.sub_(_y));
        _losses.Add(losses.MoveToOuterDisposeScope());
        return Backward(inputs, slope);
    }

    public override Tensor TakeLosses()
    {
        var losses = stack(_losses);
        _losses.Clear();
        return losses;
    }

    public override void Dispose()
    {
        _y.Dispose();
        _x.Dispose();
        _loss.Dispose();
        Array.ForEach(_layers, layer => layer.Dispose());
    }

    private Tensor Forward(Tensor[] inputs)
    {
        inputs[0] = _x;
        for (var i = 1; i < _layers.Length; i++)
        {
            inputs[i] = Activations.Apply(_activation, _layers[i - 1].Forward(inputs[i - 1]));
        }

        return _layers[^1].Forward(inputs[^1]);
    }

    private Tensor Backward(Tensor[] inputs, Tensor slope)
    {
        var gradients = new Tensor[_layers.Length];
        for (var i = _layers.Length - 1; i > 0; i--)
        {
            gradients[i] = StackedLayer.Gradient(inputs[i], slope);
            slope = Activations.Backward(_activation, inputs[i], _layers[i].Backward(slope));
        }

        gradients[0] = StackedLayer.Gradient(inputs[0], slope);
        return gradients.Length == 1 ? gradients[0] : cat(gradients, 1);
    }

    private static void Round(double[] values, Span<float> row)
    {
        for (var i = 0; i < values.Length; i++)
        {
            row[i] = (float)values[i];
        }
    }
}
