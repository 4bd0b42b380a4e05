using TorchSharp;
using static Distributed.TrainerGrain.Training.AdamOptimizer;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>Adam as <see cref="AdamOptimizer"/> does it.</summary>
internal sealed class StackedAdam(IReadOnlyList<StackMember> members) : StackedOptimizer(members)
{
    private Tensor? _corrections;
    private Tensor? _descents;

    /// <summary>Works out the bias corrections, which depend on a member's epoch alone, once for all members at the same epoch.</summary>
    public override void Begin(int steps)
    {
        DisposeTables();
        var second = PowersByEpoch(Beta2, steps);
        var first = PowersByEpoch(Beta1, steps);
        _corrections = Table(steps, (member, step) => Math.Sqrt(1 - second[member.Epoch][step]));
        _descents = Table(steps, (member, step) => member.Spec.Optimizer.LearningRate / (1 - first[member.Epoch][step]));
    }

    public override void Dispose()
    {
        base.Dispose();
        DisposeTables();
    }

    protected override void Update(int step, Tensor parameters, Tensor gradient)
    {
        var average = State[0].mul_(Beta1).add_(gradient.mul(1 - Beta1));
        var square = State[1].mul_(Beta2).add_(gradient.mul(gradient).mul_(1 - Beta2));
        var size = square.sqrt().div(_corrections!.select(0, step)).add_(Eps);
        parameters.sub_(average.div(size).mul(_descents!.select(0, step)));
    }

    private Dictionary<int, double[]> PowersByEpoch(double beta, int steps) => Members
        .Select(member => member.Epoch)
        .Distinct()
        .ToDictionary(epoch => epoch, epoch => Enumerable.Range(epoch + 1, steps).Select(step => Math.Pow(beta, step)).ToArray());

    /// <summary>Numbers [steps, members, 1], of the kind of <see cref="Rows.Numbers"/>.</summary>
    private Tensor Table(int steps, Func<StackMember, int, double> number)
    {
        var values = new double[steps * Members.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)number(Members[i % Members.Count], i / Members.Count);
        }

        return tensor(values, [steps, Members.Count, 1]).DetachFromDisposeScope();
    }

    private void DisposeTables()
    {
        _corrections?.Dispose();
        _descents?.Dispose();
    }
}
