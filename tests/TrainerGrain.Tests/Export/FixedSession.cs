using Distributed.TrainerGrain.Training;
using Distributed.TrainerGrain.Training.Stacking;

namespace Distributed.TrainerGrain.Tests.Export;

/// <summary>A session whose training is over: its network predicts by definition.</summary>
internal sealed class FixedSession(TrainedNetwork network, int epoch = 100) : ITrainingSession
{
    public StackShape Shape => throw new NotSupportedException();

    public int Epoch => epoch;

    public float[] Step(int epochs) => [];

    public byte[] Save() => [];

    public void Load(byte[] checkpoint)
    {
    }

    public TrainedNetwork Export() => network;

    public float[] Predict(float[] x) => Networks.Forward(network, x);

    public void Dispose()
    {
    }
}
