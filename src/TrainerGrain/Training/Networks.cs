using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training;

/// <summary>Builds networks with the initial weights that PyTorch gives for a seed.</summary>
internal static class Networks
{
    // Initial weights come from the engine's one generator: between the seed and the last weight nobody else may draw.
    private static readonly Lock Seeding = new();

    /// <summary>The widths from the features over the hidden layers to the targets.</summary>
    public static int[] WidthsOf(NetworkSpec spec, DataSet data) => [data.Features, .. spec.Hidden, data.Targets];

    /// <summary>Linear layers of the spec's widths with its activation between them, drawn layer by layer after seeding.</summary>
    public static Sequential Build(NetworkSpec spec, int inputs, int outputs, long seed)
    {
        lock (Seeding)
        {
            manual_seed(seed).Dispose();
            return nn.Sequential(Layers(spec, inputs, outputs));
        }
    }

    private static IEnumerable<nn.Module<Tensor, Tensor>> Layers(NetworkSpec spec, int inputs, int outputs)
    {
        foreach (var width in spec.Hidden)
        {
            yield return nn.Linear(inputs, width);
            yield return ActivationOf(spec.Activation);
            inputs = width;
        }

        yield return nn.Linear(inputs, outputs);
    }

    private static nn.Module<Tensor, Tensor> ActivationOf(Activation activation) => activation switch
    {
        Activation.Relu => nn.ReLU(),
        Activation.Tanh => nn.Tanh(inplace: false),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation."),
    };
}
