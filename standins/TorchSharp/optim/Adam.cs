using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Adam (Kingma and Ba, 2015), with the arithmetic of PyTorch in its order.</summary>
        public class Adam : OptimizerHelper
        {
            private readonly Dictionary<Parameter, Moments> _state = new(ReferenceEqualityComparer.Instance);
            private readonly double _beta1;
            private readonly double _beta2;
            private readonly double _eps;
            private readonly double _weightDecay;
            private readonly bool _amsgrad;
            private readonly bool _maximize;

            public Adam(
                IEnumerable<Parameter> parameters,
                double lr = 1e-3,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-8,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(lr);
                (_beta1, _beta2, _eps, _weightDecay) = (beta1, beta2, eps, weight_decay);
                (_amsgrad, _maximize) = (amsgrad, maximize);
                AddGroup(parameters, lr);
                foreach (var parameter in this.parameters())
                {
                    _state[parameter] = new Moments(Zeros(parameter), Zeros(parameter), Zeros(parameter));
                }
            }

            public override Tensor? step(Func<Tensor>? closure = null) => Step(closure, Update);

            protected override void Dispose(bool disposing)
            {
                foreach (var moments in _state.Values)
                {
                    moments.Average.Dispose();
                    moments.Square.Dispose();
                    moments.MaxSquare.Dispose();
                }

                _state.Clear();
            }

            private static Tensor Zeros(Parameter parameter) => zeros_like(parameter).DetachFromDisposeScope();

            private void Update(Parameter parameter, Tensor grad, double learningRate)
            {
                var state = _state[parameter];
                grad = _maximize ? -grad : grad;
                state.Steps++;
                var correction1 = 1 - Math.Pow(_beta1, state.Steps);
                var correction2 = 1 - Math.Pow(_beta2, state.Steps);
                if (_weightDecay != 0)
                {
                    grad = grad.add(parameter, alpha: _weightDecay);
                }

                state.Average.mul_(_beta1).add_(grad, alpha: 1 - _beta1);
                state.Square.mul_(_beta2).addcmul_(grad, grad.conj(), value: 1 - _beta2);
                if (_amsgrad)
                {
                    state.MaxSquare.copy_(maximum(state.MaxSquare, state.Square));
                }

                var square = _amsgrad ? state.MaxSquare : state.Square;
                var denominator = (square.sqrt() / Math.Sqrt(correction2)).add_(_eps);
                parameter.addcdiv_(state.Average, denominator, value: -(learningRate / correction1));
            }

            private sealed class Moments(Tensor average, Tensor square, Tensor maxSquare)
            {
                public long Steps { get; set; }

                public Tensor Average { get; } = average;

                public Tensor Square { get; } = square;

                public Tensor MaxSquare { get; } = maxSquare;
            }
        }
    }

    public static partial class torch
    {
        public static partial class optim
        {
            public static Adam Adam(
                IEnumerable<Parameter> parameters,
                double lr = 1e-3,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-8,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}
