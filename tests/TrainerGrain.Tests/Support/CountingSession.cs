using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training;
using Distributed.TrainerGrain.Training.Stacking;

namespace Distributed.TrainerGrain.Tests.Support;

/// <summary>A session that trains nothing but counts its epochs.</summary>
internal abstract class CountingSession(ExperimentSpec spec, DataSet data) : ITrainingSession
{
    /// <summary>One of its own: sessions that wait for the test must not wait for each other.</summary>
    public StackShape Shape { get; } = StackShape.Of(spec, data) with { Network = spec.Id };

    public int Epoch { get; private set; }

    protected ExperimentSpec Spec { get; } = spec;

    /// <summary>The loss of an epoch, counted from 1.</summary>
    public static float LossOf(int epoch) => 1000f - epoch;

    public abstract float[] Step(int epochs);

    public byte[] Save() => BitConverter.GetBytes(Epoch);

    public void Load(byte[] checkpoint) => Epoch = BitConverter.ToInt32(checkpoint);

    public TrainedNetwork Export() =>
        new([new LinearLayer(new float[data.Features * data.Targets], new float[data.Targets], data.Features, data.Targets)], Activation.Relu);

    public float[] Predict(float[] x) => new float[x.Length / data.Features * data.Targets];

    public void Dispose()
    {
    }

    /// <summary>Counts these epochs and gives their losses.</summary>
    protected float[] Advance(int epochs)
    {
        float[] losses = [.. Enumerable.Range(Epoch + 1, epochs).Select(LossOf)];
        Epoch += epochs;
        return losses;
    }
}
