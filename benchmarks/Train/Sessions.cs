using System.Diagnostics;
using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training;
using Distributed.TrainerGrain.Training.Stacking;

namespace Distributed.Bench.Train;

/// <summary>Our sessions, data and initial weights included, one thread a core.</summary>
internal static class Sessions
{
    private const int Epochs = 100;

    /// <summary>One textbook session after the other, by autograd.</summary>
    public static Contender Plain(int experiments) => new("plain session", () => OnEveryCore(experiments, count =>
    {
        for (var i = 0; i < count; i++)
        {
            var spec = Spec(i);
            using var session = TorchEngine.SetUpTextbook(spec, DataSets.Load(spec.Data));
            session.Step(Epochs);
        }
    }));

    /// <summary>Stacks of so many members, one stack after the other.</summary>
    public static Contender Stacked(ITrainingEngine engine, int members, int experiments) => new($"stacked session, B = {members:N0}", () => OnEveryCore(
        experiments,
        count =>
        {
            for (var first = 0; first < count; first += members)
            {
                TrainStack(engine, first, Math.Min(members, count - first));
            }
        }));

    private static void TrainStack(ITrainingEngine engine, int first, int count)
    {
        var members = Enumerable.Range(first, count).Select(i => engine.SetUp(Spec(i), DataSets.Load(Spec(i).Data))).ToArray();
        using var stack = engine.CreateStack(StackShape.Of(Spec(0), DataSets.Load(Spec(0).Data)));
        Array.ForEach(members, stack.Join);
        stack.Step(Epochs);
        Array.ForEach(members, member => member.Dispose());
    }

    private static ExperimentSpec Spec(int i) => new()
    {
        Id = $"bench-{i}",
        Model = $"bench-{i}",
        Data = new RegressionData { RandomState = (uint)i },
        Optimizer = new OptimizerSpec { LearningRate = 0.01 },
        Epochs = Epochs,
        Seed = i,
    };

    /// <summary>Trains a number of experiments on each core; experiments per second of all cores.</summary>
    private static double OnEveryCore(int experiments, Action<int> train)
    {
        var started = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, Machine.Cores).Select(_ => new Thread(() => train(experiments))).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return experiments * Machine.Cores / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
