using Distributed.Contracts.Experiments;

namespace Distributed.TrainerGrain.Training;

/// <summary>A network's weights, free of any engine: linear layers with the activation between them, none after the last.</summary>
public sealed record TrainedNetwork(IReadOnlyList<LinearLayer> Layers, Activation Activation);

/// <summary>One linear layer, y = x · weightᵀ + bias.</summary>
/// <param name="Weight">[outputs, inputs], row-major.</param>
/// <param name="Bias">[outputs].</param>
/// <param name="Inputs">Width of x.</param>
/// <param name="Outputs">Width of y.</param>
public sealed record LinearLayer(float[] Weight, float[] Bias, int Inputs, int Outputs);
