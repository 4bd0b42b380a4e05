using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Training;

/// <summary>Optimizer steps against the published formulas, written out in plain double precision for a linear model with squared error.</summary>
public sealed class OptimizerStepTests
{
    public static TheoryData<string> Settings => OptimizerSettings.Names;

    [Theory, MemberData(nameof(Settings))]
    public void Step_FiveTimes_FollowsTheFormula(string name)
    {
        var optimizer = OptimizerSettings.Get(name);
        var data = TrainingSupport.SmallData(features: 1, targets: 1);
        using var session = TorchEngine.SetUpTextbook(TrainingSupport.Spec(optimizer), data);
        double[] parameters = [.. session.Weights().Select(weights => (double)weights[0])];
        var formula = new PlainOptimizer(optimizer);

        for (var epoch = 0; epoch < 5; epoch++)
        {
            formula.Step(parameters, Gradient(parameters, data.X, data.Y));
        }

        session.Step(5);
        Assert.Equal(parameters[0], session.Weights()[0][0], 1e-5);
        Assert.Equal(parameters[1], session.Weights()[1][0], 1e-5);
    }

    // Of mean((w·x + b − y)²) by w and b.
    private static double[] Gradient(double[] parameters, double[] x, double[] y)
    {
        var residuals = x.Zip(y, (a, b) => (parameters[0] * a) + parameters[1] - b).ToArray();
        return [2 * residuals.Zip(x, (r, a) => r * a).Average(), 2 * residuals.Average()];
    }

    /// <summary>PyTorch's documented update rules for one list of numbers.</summary>
    private sealed class PlainOptimizer(OptimizerSpec spec)
    {
        private readonly double[] _first = new double[2];
        private readonly double[] _second = new double[2];
        private int _step;

        public void Step(double[] parameters, double[] gradient)
        {
            _step++;
            for (var i = 0; i < parameters.Length; i++)
            {
                var g = gradient[i] + (spec.WeightDecay * parameters[i]);
                parameters[i] -= spec.Kind == OptimizerKind.Adam ? Adam(i, g) : Sgd(i, g);
            }
        }

        private double Sgd(int i, double g)
        {
            if (spec.Momentum == 0)
            {
                return spec.LearningRate * g;
            }

            _first[i] = _step == 1 ? g : (spec.Momentum * _first[i]) + ((1 - spec.Dampening) * g);
            return spec.LearningRate * (spec.Nesterov ? g + (spec.Momentum * _first[i]) : _first[i]);
        }

        private double Adam(int i, double g)
        {
            _first[i] = (0.9 * _first[i]) + (0.1 * g);
            _second[i] = (0.999 * _second[i]) + (0.001 * g * g);
            var mean = _first[i] / (1 - Math.Pow(0.9, _step));
            var variance = _second[i] / (1 - Math.Pow(0.999, _step));
            return spec.LearningRate * mean / (Math.Sqrt(variance) + 1e-8);
        }
    }
}
