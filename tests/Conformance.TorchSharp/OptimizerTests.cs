using TorchSharp;
using TorchSharp.Modules;
using static Distributed.Conformance.TorchSharp.Values;
using static TorchSharp.torch;

namespace Distributed.Conformance.TorchSharp;

/// <summary>Optimizers against PyTorch's documented formulas, minimising (w − 3)² from w = 1.</summary>
public sealed class OptimizerTests
{
    private const int Steps = 4;
    private const double Rate = 0.1;

    private delegate double Rule(int step, double gradient);

    [Fact]
    public void Sgd_Plain_SubtractsTheGradient() =>
        AssertPath(p => optim.SGD(p, learningRate: Rate), weightDecay: 0, (_, g) => Rate * g);

    [Fact]
    public void Sgd_WithWeightDecay_AddsItToTheGradient() =>
        AssertPath(p => optim.SGD(p, Rate, weight_decay: 0.5), weightDecay: 0.5, (_, g) => Rate * g);

    [Fact]
    public void Sgd_WithMomentum_DampensFromTheSecondStepOn()
    {
        var buffer = 0.0;
        AssertPath(
            p => optim.SGD(p, Rate, momentum: 0.9, dampening: 0.3),
            weightDecay: 0,
            (step, g) => Rate * (buffer = step == 1 ? g : (0.9 * buffer) + (0.7 * g)));
    }

    [Fact]
    public void Sgd_WithNesterov_LooksAhead()
    {
        var buffer = 0.0;
        AssertPath(
            p => optim.SGD(p, Rate, momentum: 0.9, weight_decay: 0.1, nesterov: true),
            weightDecay: 0.1,
            (step, g) =>
            {
                buffer = step == 1 ? g : (0.9 * buffer) + g;
                return Rate * (g + (0.9 * buffer));
            });
    }

    [Fact]
    public void Sgd_Maximizing_AddsTheGradient() =>
        AssertPath(p => optim.SGD(p, Rate, maximize: true), weightDecay: 0, (_, g) => -Rate * g);

    [Fact]
    public void Adam_CorrectsBothMoments()
    {
        var (first, second) = (0.0, 0.0);
        AssertPath(
            p => optim.Adam(p, lr: Rate, beta1: 0.8, beta2: 0.9, eps: 1e-3, weight_decay: 0.1),
            weightDecay: 0.1,
            (step, g) =>
            {
                first = (0.8 * first) + (0.2 * g);
                second = (0.9 * second) + (0.1 * g * g);
                return Rate * first / (1 - Math.Pow(0.8, step)) / (Math.Sqrt(second / (1 - Math.Pow(0.9, step))) + 1e-3);
            });
    }

    [Fact]
    public void Optimizer_ZeroGrad_KeepsTheGradientsAtZero()
    {
        var w = nn.Parameter(Vector(1));
        using var optimizer = optim.SGD([w], Rate);
        (w * w).sum().backward();
        optimizer.zero_grad();

        AssertTensor([1], [0], w.grad!);
    }

    [Fact]
    public void Optimizer_WithoutAGradient_LeavesTheParameter()
    {
        var w = nn.Parameter(Vector(1));
        using var optimizer = optim.Adam([w]);
        optimizer.step();

        AssertTensor([1], [1], w);
    }

    [Fact]
    public void Optimizer_LearningRate_CanBeChangedBetweenSteps()
    {
        var w = nn.Parameter(Vector(1));
        using var optimizer = optim.SGD([w], Rate);
        optimizer.ParamGroups.Single().LearningRate = 0.5;
        (2 * w).sum().backward();
        optimizer.step();

        AssertTensor([1], [0], w);
        Assert.Equal([w], optimizer.parameters(), ReferenceEqualityComparer.Instance);
    }

    [Fact]
    public void Optimizer_Step_LeavesNothingInTheCallersScope()
    {
        using var layer = nn.Linear(2, 1);
        using var optimizer = optim.Adam(layer.parameters(), weight_decay: 0.1);
        using var scope = NewDisposeScope();
        layer.call(ones(1, 2)).sum().backward();
        scope.DisposeEverything();
        optimizer.step();

        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Sgd_NesterovWithoutMomentum_IsRefused()
    {
        using var layer = nn.Linear(1, 1);

        Assert.Throws<ArgumentException>(() => optim.SGD(layer.parameters(), Rate, nesterov: true));
        Assert.Throws<ArgumentException>(() => optim.SGD(layer.parameters(), -1));
    }

    private static void AssertPath(Func<IEnumerable<Parameter>, optim.Optimizer> build, double weightDecay, Rule rule)
    {
        var w = nn.Parameter(tensor([1.0]));
        using var optimizer = build([w]);
        var expected = 1.0;
        for (var step = 1; step <= Steps; step++)
        {
            (w - 3).pow(2).sum().backward();
            optimizer.step();
            optimizer.zero_grad();
            expected -= rule(step, (2 * (expected - 3)) + (weightDecay * expected));
            Assert.Equal(expected, w.item<double>(), 1e-12);
        }
    }
}
