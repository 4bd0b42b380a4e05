using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;

namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>
/// What experiments must have in common to be trained as one: the sizes of their tensors and the operations of an epoch.
/// Whatever is a mere number (seed, learning rate, delta, epochs …) each member has for itself. It follows from the spec and its
/// data alone, and with it the arithmetic of the run, alone or in company.
/// </summary>
/// <param name="Samples">Rows of the data.</param>
/// <param name="Network">Widths from the features to the targets, with the activation when there is a hidden layer: <c>"2-8-8-1 Tanh"</c>.</param>
/// <param name="Loss">Which loss.</param>
/// <param name="Optimizer">Which optimizer.</param>
/// <param name="Momentum">Whether SGD has momentum.</param>
/// <param name="Dampening">Whether the momentum is dampened.</param>
/// <param name="Nesterov">Whether the momentum is Nesterov's.</param>
/// <param name="WeightDecay">Whether there is an L2 penalty.</param>
public sealed record StackShape(
    int Samples,
    string Network,
    LossKind Loss,
    OptimizerKind Optimizer,
    bool Momentum,
    bool Dampening,
    bool Nesterov,
    bool WeightDecay)
{
    /// <summary>Numbers that an epoch of one member handles: inputs and outputs of all layers, for all samples.</summary>
    public long Size { get; private init; }

    /// <summary>The shape of an experiment.</summary>
    public static StackShape Of(ExperimentSpec spec, DataSet data)
    {
        var optimizer = spec.Optimizer;
        var momentum = optimizer.Kind == OptimizerKind.Sgd && optimizer.Momentum != 0;
        return new StackShape(
            data.Samples,
            NetworkOf(spec.Network, data),
            spec.Loss.Kind,
            optimizer.Kind,
            momentum,
            momentum && optimizer.Dampening != 0,
            momentum && optimizer.Nesterov,
            optimizer.WeightDecay != 0)
        { Size = (long)data.Samples * Networks.WidthsOf(spec.Network, data).Sum() };
    }

    private static string NetworkOf(NetworkSpec network, DataSet data) =>
        string.Join('-', Networks.WidthsOf(network, data)) + (network.Hidden.Count > 0 ? $" {network.Activation}" : "");
}
