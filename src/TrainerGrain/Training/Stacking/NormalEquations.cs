using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>
/// The mean squared error of linear networks in closed form: a quadratic function, whose gradient and value need the data's sufficient
/// statistics only and cost the same for any number of samples. Computed in double precision, which keeps more than
/// float32 residuals would; parameters and gradients are float32 like everywhere.
/// </summary>
internal sealed class NormalEquations : StackedProblem
{
    // Of fewer samples an epoch costs little anyway, and the float32 sums of the textbook's loop can be followed to the last digit.
    private const int MinSamples = 256;

    // The statistics cost samples × features² once, an epoch over the samples samples × features: up to here, they soon pay.
    private const int MaxFeatures = 32;

    private readonly Tensor _parameters;
    private readonly int _targets;
    private readonly int _width;
    private readonly double _count;
    private readonly Tensor _hessian;
    private readonly Tensor _origin;
    private readonly Tensor _squares;
    private readonly List<Tensor> _products = [];

    public NormalEquations(IReadOnlyList<StackMember> members, Tensor parameters)
    {
        _parameters = parameters;
        var data = members[0].Data;
        (_targets, _width, _count) = (data.Targets, data.Features + 1, (double)data.Samples * data.Targets);
        _hessian = Rows.Doubles(members, [_width, _width], (member, row) => Scale(2 / _count, member.Statistics.Gram, row));
        _origin = Rows.Doubles(members, [_targets, _width], (member, row) => Scale(-2 / _count, member.Statistics.Moments, row));
        _squares = Rows.Doubles(members, [], (member, row) => row[0] = member.Statistics.Squares);
    }

    /// <summary>Whether this is the way to train a spec: linear, squared error, many samples of few features.</summary>
    public static bool Suit(ExperimentSpec spec, DataSet data) =>
        spec is { Loss.Kind: LossKind.Mse, Network.Hidden.Count: 0 } && data is { Samples: >= MinSamples, Features: <= MaxFeatures };

    public override Tensor Gradient()
    {
        var point = _parameters.to_type(ScalarType.Float64).view(-1, _targets, _width);
        var slope = _origin.baddbmm(point, _hessian);
        var product = point.view(-1, 1, _targets * _width).bmm(slope.add(_origin).view(-1, _targets * _width, 1));
        _products.Add(product.MoveToOuterDisposeScope());
        return slope.to_type(ScalarType.Float32).view(-1, _targets * _width);
    }

    /// <summary>The sums of squares become float32 before they are divided: they overflow where those of torch's mean do.</summary>
    public override Tensor TakeLosses()
    {
        var sums = stack(_products).view(_products.Count, -1).mul_(_count / 2).add_(_squares).clamp_(min: 0);
        _products.Clear();
        return sums.to_type(ScalarType.Float32).div_((float)_count);
    }

    public override void Dispose()
    {
        _squares.Dispose();
        _origin.Dispose();
        _hessian.Dispose();
    }

    private static void Scale(double factor, double[] values, Span<double> scaled)
    {
        for (var i = 0; i < values.Length; i++)
        {
            scaled[i] = factor * values[i];
        }
    }
}
