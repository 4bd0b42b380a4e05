using Distributed.Contracts.Experiments;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>
/// Changes the parameters of all members by their gradients, each with its own settings, as <see cref="Optimizer"/> changes those of one.
/// Only operations that IEEE 754 rounds exactly are used: whether an engine fuses others may depend on a number's place in a tensor.
/// </summary>
internal abstract class StackedOptimizer : IDisposable
{
    private readonly List<Tensor> _numbers = [];

    protected StackedOptimizer(IReadOnlyList<StackMember> members)
    {
        Members = members;
        State =
        [
            .. Enumerable.Range(0, StatesOf(members[0].Shape))
                .Select(i => Rows.Floats(members, [members[0].Layout.Length], (member, row) => member.State[i].CopyTo(row))),
        ];
        WeightDecay = members[0].Shape.WeightDecay ? Number(member => member.Spec.Optimizer.WeightDecay) : null;
    }

    /// <summary>What a step remembers for the next, [members, parameters] each.</summary>
    public IReadOnlyList<Tensor> State { get; }

    protected IReadOnlyList<StackMember> Members { get; }

    protected Tensor? WeightDecay { get; }

    /// <summary>The optimizer that the members' specs ask for.</summary>
    public static StackedOptimizer Of(IReadOnlyList<StackMember> members) => members[0].Shape.Optimizer switch
    {
        OptimizerKind.Sgd => new StackedSgd(members),
        OptimizerKind.Adam => new StackedAdam(members),
        var kind => throw new ArgumentOutOfRangeException(nameof(members), kind, "Unknown optimizer."),
    };

    /// <summary>How many numbers a shape's optimizer remembers of each parameter.</summary>
    public static int StatesOf(StackShape shape) => shape.Optimizer == OptimizerKind.Adam ? 2 : shape.Momentum ? 1 : 0;

    /// <summary>Gets ready for a number of steps from the members' present epochs on.</summary>
    public abstract void Begin(int steps);

    /// <summary>Does one step in place; both tensors are [members, parameters].</summary>
    /// <param name="step">Steps done since <see cref="Begin"/>.</param>
    /// <param name="parameters">What to change.</param>
    /// <param name="gradient">The gradient there.</param>
    public void Step(int step, Tensor parameters, Tensor gradient) =>
        Update(step, parameters, WeightDecay is { } decay ? parameters.mul(decay).add_(gradient) : gradient);

    public virtual void Dispose()
    {
        foreach (var tensor in State.Concat(_numbers))
        {
            tensor.Dispose();
        }
    }

    protected abstract void Update(int step, Tensor parameters, Tensor gradient);

    /// <summary>One number a member, [members, 1], that lives as long as the optimizer.</summary>
    protected Tensor Number(Func<StackMember, double> number)
    {
        var tensor = Rows.Numbers(Members, [1], number);
        _numbers.Add(tensor);
        return tensor;
    }
}
