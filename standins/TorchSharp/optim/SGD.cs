using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Stochastic gradient descent, with the arithmetic of PyTorch in its order.</summary>
        public class SGD : OptimizerHelper
        {
            private readonly Dictionary<Parameter, Tensor> _buffers = new(ReferenceEqualityComparer.Instance);
            private readonly double _momentum;
            private readonly double _dampening;
            private readonly double _weightDecay;
            private readonly bool _nesterov;
            private readonly bool _maximize;

            public SGD(
                IEnumerable<Parameter> parameters,
                double lr,
                double momentum = 0.0,
                double dampening = 0,
                double weight_decay = 0,
                bool nesterov = false,
                bool maximize = false)
            {
                Require(lr >= 0, $"Invalid learning rate: {lr}");
                Require(momentum >= 0, $"Invalid momentum value: {momentum}");
                Require(weight_decay >= 0, $"Invalid weight_decay value: {weight_decay}");
                Require(!nesterov || (momentum > 0 && dampening == 0), "Nesterov momentum requires a momentum and zero dampening");
                (_momentum, _dampening, _weightDecay) = (momentum, dampening, weight_decay);
                (_nesterov, _maximize) = (nesterov, maximize);
                AddGroup(parameters, lr);
            }

            public override Tensor? step(Func<Tensor>? closure = null) => Step(closure, Update);

            protected override void Dispose(bool disposing)
            {
                foreach (var buffer in _buffers.Values)
                {
                    buffer.Dispose();
                }

                _buffers.Clear();
            }

            private static void Require(bool condition, string message)
            {
                if (!condition)
                {
                    throw new ArgumentException(message);
                }
            }

            private void Update(Parameter parameter, Tensor grad, double learningRate)
            {
                if (_weightDecay != 0)
                {
                    grad = grad.add(parameter, alpha: _weightDecay);
                }

                if (_momentum != 0)
                {
                    var buffer = Accumulate(parameter, grad);
                    grad = _nesterov ? grad.add(buffer, alpha: _momentum) : buffer;
                }

                parameter.add_(grad, alpha: _maximize ? learningRate : -learningRate);
            }

            // The first gradient goes in whole: dampening begins with the second step.
            private Tensor Accumulate(Parameter parameter, Tensor grad)
            {
                if (_buffers.TryGetValue(parameter, out var buffer))
                {
                    return buffer.mul_(_momentum).add_(grad, alpha: 1 - _dampening);
                }

                return _buffers[parameter] = grad.clone().detach().DetachFromDisposeScope();
            }
        }
    }

    public static partial class torch
    {
        public static partial class optim
        {
            public static SGD SGD(
                IEnumerable<Parameter> parameters,
                double learningRate,
                double momentum = 0,
                double dampening = 0,
                double weight_decay = 0,
                bool nesterov = false,
                bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}
