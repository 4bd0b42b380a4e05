using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training.Stacking;

namespace Distributed.TrainerGrain.Training;

/// <summary>
/// One experiment's training, set up from its spec and data. A session belongs to one thread at a time.
/// Its results depend on the spec alone: not on when it was saved and loaded, nor on what else runs in the process.
/// </summary>
public interface ITrainingSession : IDisposable
{
    /// <summary>What another session has in common with this one when both can be trained in one stack.</summary>
    StackShape Shape { get; }

    /// <summary>Epochs done.</summary>
    int Epoch { get; }

    /// <summary>
    /// Trains up to <paramref name="epochs"/> epochs, but never past the spec's, and returns each one's loss, taken before its step.
    /// Stops after the first loss that is not finite, which is then the last of the result.
    /// </summary>
    float[] Step(int epochs);

    /// <summary>Everything needed to go on in another process with the same bits: parameters, optimizer state, epoch.</summary>
    byte[] Save();

    /// <summary>Goes on from what <see cref="Save"/> gave for the same spec.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a checkpoint of this spec.</exception>
    void Load(byte[] checkpoint);

    /// <summary>The weights as they are now.</summary>
    TrainedNetwork Export();

    /// <summary>Predicts with the weights as they are now: x is [rows, features] row-major, the result [rows, targets].</summary>
    float[] Predict(float[] x);
}

/// <summary>Sets sessions up, and trains them in stacks.</summary>
public interface ITrainingEngine
{
    /// <summary>Name and version of what computes, for manifests: <c>"libtorch 2.10.0"</c>.</summary>
    string Name { get; }

    /// <summary>
    /// A session at epoch 0 with the spec's initial weights. It may join a stack of its <see cref="ITrainingSession.Shape"/>; stepped by
    /// itself it trains alone.
    /// </summary>
    ITrainingSession SetUp(ExperimentSpec spec, DataSet data);

    /// <summary>An empty stack.</summary>
    IStackedSession CreateStack(StackShape shape);
}
