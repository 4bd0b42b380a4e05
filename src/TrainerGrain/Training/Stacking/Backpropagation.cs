using Distributed.Contracts.Experiments;
using TorchSharp;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>
/// Losses and gradients of any network by forward and backward products, one a layer for all members. Every layer's input has a
/// column of ones, so that the bias is a weight like the others.
/// </summary>
internal sealed class Backpropagation : StackedProblem
{
    private readonly IReadOnlyList<LayerPlace> _layers;
    private readonly Activation _activation;
    private readonly StackedLoss _loss;
    private readonly Tensor _x;
    private readonly Tensor _y;
    private readonly Tensor _ones;
    private readonly List<Tensor> _losses = [];

    public Backpropagation(IReadOnlyList<StackMember> members)
    {
        var (member, samples) = (members[0], members[0].Data.Samples);
        (_layers, _activation, _loss) = (member.Layout.Layers, member.Spec.Network.Activation, new StackedLoss(members));
        _x = Rows.Floats(members, [samples, member.Data.Features + 1], (one, row) => FillInputs(one.Data.X, one.Data.Features, row));
        _y = Rows.Floats(members, [samples, member.Data.Targets], (one, row) => Fill(one.Data.Y, row));
        _ones = Rows.Floats(members, [samples, 1], (_, row) => row.Fill(1));
    }

    public override Tensor Gradient(Tensor parameters)
    {
        var weights = _layers.Select(layer => WeightsOf(parameters, layer)).ToArray();
        var inputs = new Tensor[weights.Length];
        var prediction = Forward(weights, inputs);
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
        _ones.Dispose();
        _y.Dispose();
        _x.Dispose();
        _loss.Dispose();
    }

    private Tensor Forward(Tensor[] weights, Tensor[] inputs)
    {
        inputs[0] = _x;
        var output = inputs[0].bmm(weights[0].transpose(1, 2));
        for (var i = 1; i < weights.Length; i++)
        {
            inputs[i] = cat([Activations.Apply(_activation, output), _ones], 2);
            output = inputs[i].bmm(weights[i].transpose(1, 2));
        }

        return output;
    }

    private Tensor Backward(Tensor[] weights, Tensor[] inputs, Tensor slope)
    {
        var gradients = new Tensor[weights.Length];
        for (var i = weights.Length - 1; i >= 0; i--)
        {
            gradients[i] = slope.transpose(1, 2).bmm(inputs[i]).flatten(1);
            if (i > 0)
            {
                var width = _layers[i].Inputs;
                slope = Activations.Backward(_activation, inputs[i].narrow(2, 0, width), slope.bmm(weights[i].narrow(2, 0, width)));
            }
        }

        return gradients.Length == 1 ? gradients[0] : cat(gradients, 1);
    }

    private static Tensor WeightsOf(Tensor parameters, LayerPlace layer) =>
        parameters.narrow(1, layer.Start, layer.Length).view(-1, layer.Outputs, layer.Inputs + 1);

    private static void FillInputs(double[] values, int features, Span<float> row)
    {
        for (var sample = 0; sample < values.Length / features; sample++)
        {
            var input = row.Slice(sample * (features + 1), features + 1);
            Fill(values.AsSpan(sample * features, features), input);
            input[^1] = 1;
        }
    }

    private static void Fill(ReadOnlySpan<double> values, Span<float> row)
    {
        for (var i = 0; i < values.Length; i++)
        {
            row[i] = (float)values[i];
        }
    }
}
