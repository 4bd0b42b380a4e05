using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training.Stacking;
using TorchSharp;

namespace Distributed.TrainerGrain.Training;

/// <summary>Trains on libtorch, on the thread that steps the session and on no other.</summary>
public sealed class TorchEngine : ITrainingEngine
{
    /// <summary>Loads libtorch. Its own threads are switched off for the whole process: the runner's threads fill the cores.</summary>
    public TorchEngine()
    {
        torch.InitializeDeviceType(DeviceType.CPU);
        torch.set_num_threads(1);
    }

    /// <inheritdoc/>
    public string Name { get; } = $"libtorch {torch.NormalizeNuGetVersion(torch.__version__)}";

    /// <inheritdoc/>
    public ITrainingSession SetUp(ExperimentSpec spec, DataSet data) => new StackMember(spec, data);

    /// <summary>
    /// A session that cannot be stacked, with the same initial weights, trained as the tutorials do it, by autograd. It is the reference
    /// for what stacks compute and for what they cost.
    /// </summary>
    public static ITrainingSession SetUpTextbook(ExperimentSpec spec, DataSet data)
    {
        UseOneThread();
        return new TextbookSession(spec, data);
    }

    /// <inheritdoc/>
    public IStackedSession CreateStack(StackShape shape)
    {
        UseOneThread();
        return new StackedSession(shape);
    }

    // A later thread takes the count that was set last; one that has trained before keeps its own until told.
    private static void UseOneThread() => torch.set_num_threads(1);
}
