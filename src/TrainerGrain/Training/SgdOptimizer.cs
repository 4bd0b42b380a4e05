using Distributed.Contracts.Experiments;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training;

/// <summary>
/// Stochastic gradient descent with momentum, dampening, weight decay and Nesterov momentum, as torch.optim.SGD defines them:
/// weight decay joins the gradient before momentum, and the first gradient enters the momentum buffer undamped.
/// </summary>
internal sealed class SgdOptimizer : Optimizer
{
    private readonly Tensor[] _buffers;
    private readonly Scalar _descent;
    private readonly Scalar _momentum;
    private readonly Scalar _undamped;
    private readonly Scalar _weightDecay;
    private readonly OptimizerSpec _spec;

    public SgdOptimizer(OptimizerSpec spec, IReadOnlyList<Parameter> parameters)
        : base(parameters)
    {
        _spec = spec;
        _buffers = spec.Momentum != 0 ? ZerosLike(parameters) : [];
        _descent = Constant(-spec.LearningRate);
        _momentum = Constant(spec.Momentum);
        _undamped = Constant(1 - spec.Dampening);
        _weightDecay = Constant(spec.WeightDecay);
    }

    public override IReadOnlyList<Tensor> State => _buffers;

    protected override void Update(int index, Parameter parameter, Tensor gradient)
    {
        if (_spec.WeightDecay != 0)
        {
            gradient = gradient.add(parameter, _weightDecay);
        }

        if (_spec.Momentum != 0)
        {
            var buffer = Accumulate(_buffers[index], gradient);
            gradient = _spec.Nesterov ? gradient.add(buffer, _momentum) : buffer;
        }

        parameter.add_(gradient, _descent);
    }

    private Tensor Accumulate(Tensor buffer, Tensor gradient) =>
        Steps == 0 ? buffer.copy_(gradient) : buffer.mul_(_momentum).add_(gradient, _undamped);
}
