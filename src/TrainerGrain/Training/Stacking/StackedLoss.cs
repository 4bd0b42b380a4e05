using Distributed.Contracts.Experiments;
using TorchSharp;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>
/// PyTorch's losses of each member, averaged over its samples and targets. Each is a sum of products of its own slope, which saves
/// telling cases apart: with q = r clamped to ±delta, Huber's is q·(r − q/2).
/// </summary>
internal sealed class StackedLoss : IDisposable
{
    private readonly LossKind _kind;
    private readonly long _count;
    private readonly Tensor _delta;
    private readonly Tensor _minusDelta;

    public StackedLoss(IReadOnlyList<StackMember> members)
    {
        _kind = members[0].Spec.Loss.Kind;
        _count = (long)members[0].Data.Samples * members[0].Data.Targets;
        _delta = Rows.Floats(members, [1, 1], (member, row) => row[0] = (float)member.Spec.Loss.Delta);
        _minusDelta = Rows.Floats(members, [1, 1], (member, row) => row[0] = -(float)member.Spec.Loss.Delta);
    }

    /// <summary>Losses [members] and their slopes by the predictions, from residuals [members, samples, targets].</summary>
    public (Tensor Losses, Tensor Slopes) At(Tensor residual)
    {
        switch (_kind)
        {
            case LossKind.Mse:
                return (Mean(residual, residual), residual.mul(2.0 / _count));
            case LossKind.L1:
                var sign = residual.sign();
                return (Mean(sign, residual), sign.mul(1.0 / _count));
            case LossKind.Huber:
                var clamped = Clamp(residual);
                return (Mean(clamped, residual.sub(clamped.mul(0.5))), clamped.mul(1.0 / _count));
            case LossKind.SmoothL1:
                var share = Clamp(residual);
                var slope = share.div(_delta);
                return (Mean(slope, residual.sub(share.mul(0.5))), slope.mul(1.0 / _count));
            default:
                throw new InvalidOperationException($"Unknown loss {_kind}.");
        }
    }

    public void Dispose()
    {
        _minusDelta.Dispose();
        _delta.Dispose();
    }

    private Tensor Clamp(Tensor residual) => residual.clamp(_minusDelta, _delta);

    private Tensor Mean(Tensor a, Tensor b) => a.mul(b).view(-1, _count).sum(1).div_((double)_count);
}
