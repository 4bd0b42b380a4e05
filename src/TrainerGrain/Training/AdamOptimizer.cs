using Distributed.Contracts.Experiments;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training;

/// <summary>
/// Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015) as torch.optim.Adam computes it,
/// with its default betas and eps; weight decay is an L2 penalty.
/// </summary>
internal sealed class AdamOptimizer : Optimizer
{
    public const double Beta1 = 0.9;
    public const double Beta2 = 0.999;
    public const double Eps = 1e-8;

    private readonly OptimizerSpec _spec;
    private readonly Tensor[] _averages;
    private readonly Tensor[] _squares;
    private readonly Scalar _beta1;
    private readonly Scalar _beta2;
    private readonly Scalar _newAverage;
    private readonly Scalar _newSquare;
    private readonly Scalar _eps;
    private readonly Scalar _weightDecay;
    private Scalar _correction;
    private Scalar _descent;

    public AdamOptimizer(OptimizerSpec spec, IReadOnlyList<Parameter> parameters)
        : base(parameters)
    {
        _spec = spec;
        _averages = ZerosLike(parameters);
        _squares = ZerosLike(parameters);
        (_beta1, _newAverage) = (Constant(Beta1), Constant(1 - Beta1));
        (_beta2, _newSquare) = (Constant(Beta2), Constant(1 - Beta2));
        (_eps, _weightDecay) = (Constant(Eps), Constant(spec.WeightDecay));
        (_correction, _descent) = (1.0, 1.0);
    }

    public override IReadOnlyList<Tensor> State => [.. _averages, .. _squares];

    public override void Dispose()
    {
        base.Dispose();
        _correction.Dispose();
        _descent.Dispose();
    }

    protected override void BeginStep()
    {
        _correction.Dispose();
        _descent.Dispose();
        _correction = Math.Sqrt(1 - Math.Pow(Beta2, Steps + 1));
        _descent = -(_spec.LearningRate / (1 - Math.Pow(Beta1, Steps + 1)));
    }

    protected override void Update(int index, Parameter parameter, Tensor gradient)
    {
        if (_spec.WeightDecay != 0)
        {
            gradient = gradient.add(parameter, _weightDecay);
        }

        var average = _averages[index].mul_(_beta1).add_(gradient, _newAverage);
        var square = _squares[index].mul_(_beta2).addcmul_(gradient, gradient, _newSquare);
        parameter.addcdiv_(average, square.sqrt().div_(_correction).add_(_eps), _descent);
    }
}
