using TorchSharp;
using static Distributed.Conformance.TorchSharp.Values;
using static TorchSharp.torch;

namespace Distributed.Conformance.TorchSharp;

public sealed class LossTests
{
    // Residuals 0.5, -1, 3, 0 against targets that are all 1.
    private static readonly double[] Residuals = [0.5, -1, 3, 0];

    private static Tensor Predictions => Vector([.. Residuals.Select(residual => residual + 1)]);

    private static Tensor Targets => ones(4);

    [Fact]
    public void Losses_GiveTheMeanOfTheirFormula()
    {
        AssertTensor([], [Residuals.Average(r => r * r)], nn.MSELoss().call(Predictions, Targets));
        AssertTensor([], [Residuals.Average(Math.Abs)], nn.L1Loss().call(Predictions, Targets));
        AssertTensor([], [Residuals.Average(r => Huber(r, 1))], nn.HuberLoss().call(Predictions, Targets));
        AssertTensor([], [Residuals.Average(r => SmoothL1(r, 1))], nn.SmoothL1Loss().call(Predictions, Targets));
    }

    [Fact]
    public void HuberLoss_TakesDeltaFirst()
    {
        AssertTensor([], [Residuals.Sum(r => Huber(r, 2))], nn.HuberLoss(2.0, nn.Reduction.Sum).call(Predictions, Targets));
        AssertTensor([], [Residuals.Sum(r => Huber(r, 2))], nn.functional.huber_loss(Predictions, Targets, 2.0, nn.Reduction.Sum));
    }

    [Fact]
    public void SmoothL1Loss_TakesReductionFirst()
    {
        AssertTensor([], [Residuals.Sum(r => SmoothL1(r, 2))], nn.SmoothL1Loss(nn.Reduction.Sum, 2.0).call(Predictions, Targets));
        AssertTensor(
            [], [Residuals.Sum(r => SmoothL1(r, 2))], nn.functional.smooth_l1_loss(Predictions, Targets, nn.Reduction.Sum, 2.0));
    }

    [Fact]
    public void Reduction_NoneKeepsEveryElement()
    {
        AssertTensor([4], [.. Residuals.Select(r => r * r)], nn.MSELoss(nn.Reduction.None).call(Predictions, Targets));
        AssertTensor([4], [.. Residuals.Select(Math.Abs)], nn.functional.l1_loss(Predictions, Targets, nn.Reduction.None));
    }

    [Fact]
    public void Losses_HaveTheDerivativeOfTheirFormula()
    {
        AssertTensor([4], [.. Residuals.Select(r => 2 * r / 4)], Gradient(nn.MSELoss()));
        AssertTensor([4], [.. Residuals.Select(r => Math.Sign(r) / 4.0)], Gradient(nn.L1Loss()));
        AssertTensor([4], [.. Residuals.Select(r => Math.Clamp(r, -2, 2) / 4)], Gradient(nn.HuberLoss(2)));
        AssertTensor([4], [.. Residuals.Select(r => Math.Clamp(r / 2, -1, 1) / 4)], Gradient(nn.SmoothL1Loss(beta: 2)));
    }

    [Fact]
    public void Loss_TellsItsSettings()
    {
        Assert.Equal(nn.Reduction.Sum, nn.MSELoss(nn.Reduction.Sum).reduction);
        Assert.Equal(0.3, nn.HuberLoss(0.3).delta);
        Assert.Equal(0.3, nn.SmoothL1Loss(beta: 0.3).beta);
    }

    [Fact]
    public void Losses_OfShapesThatDiffer_Broadcast() =>
        AssertTensor([], [(1 + 0 + 0 + 1) / 4.0], nn.functional.mse_loss(Matrix(2, 1, 1, 2), Matrix(1, 2, 2, 1)));

    private static Tensor Gradient(Loss<Tensor, Tensor, Tensor> loss)
    {
        var predictions = Predictions.requires_grad_();
        loss.call(predictions, Targets).backward();
        return predictions.grad!;
    }

    private static double Huber(double residual, double delta) =>
        Math.Abs(residual) < delta ? 0.5 * residual * residual : delta * (Math.Abs(residual) - (0.5 * delta));

    private static double SmoothL1(double residual, double beta) => Huber(residual, beta) / beta;
}
