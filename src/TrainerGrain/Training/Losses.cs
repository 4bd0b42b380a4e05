using Distributed.Contracts.Experiments;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Distributed.TrainerGrain.Training;

/// <summary>PyTorch's losses, averaged over all samples and targets.</summary>
internal static class Losses
{
    /// <summary>The spec's loss as a function of prediction and target, both [samples, targets].</summary>
    public static Func<Tensor, Tensor, Tensor> Build(LossSpec spec) => spec.Kind switch
    {
        LossKind.Mse => (prediction, target) => functional.mse_loss(prediction, target),
        LossKind.L1 => (prediction, target) => functional.l1_loss(prediction, target),
        LossKind.Huber => (prediction, target) => functional.huber_loss(prediction, target, delta: spec.Delta),
        LossKind.SmoothL1 => (prediction, target) => functional.smooth_l1_loss(prediction, target, beta: spec.Delta),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Kind, "Unknown loss."),
    };
}
