using Distributed.Contracts.Experiments;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>Activation functions and their derivatives, element by element.</summary>
internal static class Activations
{
    public static Tensor Apply(Activation activation, Tensor input) => activation switch
    {
        Activation.Relu => input.relu(),
        Activation.Tanh => input.tanh(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation."),
    };

    /// <summary>The slope of the loss by the input, from that by the output.</summary>
    /// <param name="activation">Which.</param>
    /// <param name="output">What <see cref="Apply"/> gave.</param>
    /// <param name="slope">The derivative of the loss by the output.</param>
    public static Tensor Backward(Activation activation, Tensor output, Tensor slope) => activation switch
    {
        Activation.Relu => slope.mul(output.sign()),
        Activation.Tanh => slope.mul(output.mul(output).neg_().add_(1)),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation."),
    };
}
