using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>SGD as <see cref="SgdOptimizer"/> does it.</summary>
internal sealed class StackedSgd : StackedOptimizer
{
    private readonly StackShape _shape;
    private readonly Tensor _learningRate;
    private readonly Tensor _momentum;
    private readonly Tensor _undamped;
    private Tensor? _undampedAtFirst;

    public StackedSgd(IReadOnlyList<StackMember> members)
        : base(members)
    {
        _shape = members[0].Shape;
        _learningRate = Number(member => member.Spec.Optimizer.LearningRate);
        _momentum = Number(member => member.Spec.Optimizer.Momentum);
        _undamped = Number(member => 1 - member.Spec.Optimizer.Dampening);
    }

    /// <summary>The first gradient of a run enters the momentum buffer undamped; other members may be further on.</summary>
    public override void Begin(int steps)
    {
        if (_shape.Dampening)
        {
            _undampedAtFirst?.Dispose();
            _undampedAtFirst = Rows.Numbers(Members, [1], member => member.Epoch == 0 ? 1 : 1 - member.Spec.Optimizer.Dampening);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _undampedAtFirst?.Dispose();
    }

    protected override void Update(int step, Tensor parameters, Tensor gradient)
    {
        if (_shape.Momentum)
        {
            var buffer = State[0].mul_(_momentum).add_(_shape.Dampening ? gradient.mul(Undamped(step)) : gradient);
            gradient = _shape.Nesterov ? buffer.mul(_momentum).add_(gradient) : buffer;
        }

        parameters.sub_(gradient.mul(_learningRate));
    }

    private Tensor Undamped(int step) => step == 0 && _undampedAtFirst is { } first ? first : _undamped;
}
