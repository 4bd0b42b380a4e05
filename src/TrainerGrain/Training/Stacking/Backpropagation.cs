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
    private readonly IReadOnlyList<LayerPlace> _layers;
    private readonly Activation _activation;
    private readonly StackedLoss _loss;
    private readonly Tensor _x;
    private readonly Tensor _y;
    private readonly List<Tensor> _losses = [];

    public Backpropagation(IReadOnlyList<StackMember> members)
    {
        var (member, samples) = (members[0], members[0].Data.Samples);
        (_layers, _activation, _loss) = (member.Layout.Layers, member.Spec.Network.Activation, new StackedLoss(members));
        _x = Rows.Floats(members, [samples, member.Data.Features], (one, row) => Fill(one.Data.X, row));
        _y = Rows.Floats(members, [samples, member.Data.Targets], (one, row) => Fill(one.Data.Y, row));
    }

    public override Tensor Gradient(Tensor parameters)
    {
        var (weights, inputs) = (new Tensor[_layers.Count], new Tensor[_layers.Count]);
        var prediction = Forward(parameters, weights, inputs);
        var (loss, slope) = _loss.At(prediction.sub_(_y));
        _losses.Add(loss.MoveToOuterDisposeScope());
        return Backward(weights, inputs, slope);
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
    }

    private Tensor Forward(Tensor parameters, Tensor[] weights, Tensor[] inputs)
    {
        var output = _x;
        for (var i = 0; i < weights.Length; i++)
        {
            var layer = _layers[i];
            var place = parameters.narrow(1, layer.Start, layer.Length).view(-1, layer.Outputs, layer.Inputs + 1);
            weights[i] = place.narrow(2, 0, layer.Inputs);
            inputs[i] = i == 0 ? output : Activations.Apply(_activation, output);
            output = Affine(place.narrow(2, layer.Inputs, 1).transpose(1, 2), inputs[i], weights[i].transpose(1, 2));
        }

        return output;
    }

    private Tensor Backward(Tensor[] weights, Tensor[] inputs, Tensor slope)
    {
        var gradients = new Tensor[weights.Length];
        for (var i = weights.Length - 1; i >= 0; i--)
        {
            gradients[i] = cat([slope.transpose(1, 2).bmm(inputs[i]), slope.sum(1).unsqueeze(2)], 2).flatten(1);
            if (i > 0)
            {
                slope = Activations.Backward(_activation, inputs[i], Product(slope, weights[i]));
            }
        }

        return gradients.Length == 1 ? gradients[0] : cat(gradients, 1);
    }

    // Products of one term each: element by element they are the same bits in a fraction of the time.
    private static Tensor Affine(Tensor bias, Tensor input, Tensor weight) =>
        input.size(2) == 1 ? input.mul(weight).add_(bias) : bias.baddbmm(input, weight);

    private static Tensor Product(Tensor a, Tensor b) => a.size(2) == 1 ? a.mul(b) : a.bmm(b);

    private static void Fill(ReadOnlySpan<double> values, Span<float> row)
    {
        for (var i = 0; i < values.Length; i++)
        {
            row[i] = (float)values[i];
        }
    }
}
