using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training;
using Distributed.TrainerGrain.Training.Stacking;

namespace Distributed.TrainerGrain.Tests.Training.Stacking;

/// <summary>Specs, data and stacks for the tests of stacked training.</summary>
internal static class Stacks
{
    public static ITrainingSession Member(ExperimentSpec spec, DataSet data) => TrainingSupport.Engine.SetUp(spec, data);

    public static IStackedSession Of(params ITrainingSession[] members)
    {
        var stack = TrainingSupport.Engine.CreateStack(((StackMember)members[0]).Shape);
        Array.ForEach(members, stack.Join);
        return stack;
    }

    /// <summary>An experiment of the same shape with other data and other numbers wherever the shape allows it.</summary>
    public static (ExperimentSpec Spec, DataSet Data) Relative(ExperimentSpec spec, DataSet data, int number)
    {
        var random = new Random(number);
        var optimizer = spec.Optimizer with
        {
            LearningRate = spec.Optimizer.LearningRate * (0.1 + random.NextDouble()),
            Momentum = spec.Optimizer.Momentum * (0.1 + (0.9 * random.NextDouble())),
            Dampening = spec.Optimizer.Dampening * (0.1 + (0.9 * random.NextDouble())),
            WeightDecay = spec.Optimizer.WeightDecay * (0.1 + random.NextDouble()),
        };
        var relative = spec with
        {
            Id = $"relative-{number}",
            Seed = number,
            Loss = spec.Loss with { Delta = 0.1 + random.NextDouble() },
            Optimizer = optimizer,
        };
        double[] Other(double[] values) => [.. values.Select(value => (value * random.NextDouble()) + random.NextDouble())];
        return (relative, data with { X = Other(data.X), Y = Other(data.Y) });
    }

    /// <summary>All that tells two runs apart: losses and checkpoint, to the bit.</summary>
    public static (int[] Losses, byte[] Checkpoint) Alone(ExperimentSpec spec, DataSet data)
    {
        using var member = Member(spec, data);
        return (member.Step(int.MaxValue).Bits(), member.Save());
    }
}
