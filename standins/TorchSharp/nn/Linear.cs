using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>y = x · weightᵀ + bias, with PyTorch's initial weights.</summary>
        public sealed class Linear : nn.Module<Tensor, Tensor>
        {
            private Parameter _weight = null!;
            private Parameter? _bias;

            internal Linear(long inputSize, long outputSize, bool hasBias, ScalarType? dtype)
                : this(empty(outputSize, inputSize, dtype).AsParameter(), hasBias ? empty(outputSize, dtype).AsParameter() : null)
            {
                nn.init.kaiming_uniform_(weight, a: Math.Sqrt(5));
                if (bias is not null)
                {
                    var bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
                    nn.init.uniform_(bias, -bound, bound);
                }
            }

            internal Linear(Parameter weight, Parameter? bias)
                : base(nameof(Linear))
            {
                in_features = weight.shape[1];
                out_features = weight.shape[0];
                this.weight = weight;
                this.bias = bias;
            }

            public long in_features { get; set; }

            public long out_features { get; set; }

            public Parameter weight
            {
                get => _weight;
                set
                {
                    _weight?.Dispose();
                    _weight = (Parameter)value.DetachFromDisposeScope();
                    ConditionallyRegisterParameter(nameof(weight), _weight);
                }
            }

            public Parameter? bias
            {
                get => _bias;
                set
                {
                    _bias?.Dispose();
                    _bias = (Parameter?)value?.DetachFromDisposeScope();
                    ConditionallyRegisterParameter(nameof(bias), _bias);
                }
            }

            public override Tensor forward(Tensor input) => nn.functional.linear(input, _weight, _bias);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(
                long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, dtype);

            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);
        }
    }
}
