using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Functions that change the tensor and return it.
    public unsafe partial class Tensor
    {
        public Tensor abs_() => Change(&ta_abs_);

        public Tensor neg_() => Change(&ta_neg_);

        public Tensor sqrt_() => Change(&ta_sqrt_);

        public Tensor tanh_() => Change(&ta_tanh_);

        public Tensor relu_() => Change(&ta_relu_);

        public Tensor reciprocal_() => Change(&ta_reciprocal_);

        public Tensor zero_() => Change(&ta_zero_);

        public Tensor fill_(Scalar value) => Change(&ta_fill__scalar, value);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Change(&ta_copy_, source);

        public Tensor add_(Tensor target)
        {
            Check(ta_add_(Handle, target.Handle, One), this, target);
            return this;
        }

        public Tensor add_(Tensor target, Scalar alpha)
        {
            Check(ta_add_(Handle, target.Handle, alpha.Value), this, target);
            return this;
        }

        public Tensor add_(Scalar scalar)
        {
            Check(ta_add__scalar(Handle, scalar.Value, One));
            return this;
        }

        public Tensor sub_(Tensor target) => Change(&ta_sub_, target);

        public Tensor sub_(Scalar target) => Change(&ta_sub__scalar, target);

        public Tensor mul_(Tensor target) => Change(&ta_mul_, target);

        public Tensor mul_(Scalar target) => Change(&ta_mul__scalar, target);

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Check(ta_div_(Handle, target.Handle, (int)rounding_mode), this, target);
            return this;
        }

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Check(ta_div__scalar(Handle, target.Value, (int)rounding_mode));
            return this;
        }

        public Tensor pow_(Tensor exponent) => Change(&ta_pow_, exponent);

        public Tensor pow_(Scalar exponent) => Change(&ta_pow__scalar, exponent);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            Check(ta_addcmul_(Handle, tensor1.Handle, tensor2.Handle, value.Value), this, tensor1, tensor2);
            return this;
        }

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            Check(ta_addcdiv_(Handle, tensor1.Handle, tensor2.Handle, value.Value), this, tensor1, tensor2);
            return this;
        }

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => addcdiv_(tensor1, tensor2, 1);

        public Tensor lerp_(Tensor end, Tensor weight)
        {
            Check(ta_lerp_(Handle, end.Handle, weight.Handle), this, end, weight);
            return this;
        }

        public Tensor clamp_(Scalar? min = null, Scalar? max = null)
        {
            var (low, high) = (min?.Value ?? default, max?.Value ?? default);
            Check(ta_clamp_(Handle, min is null ? null : &low, max is null ? null : &high));
            return this;
        }

        public Tensor clamp_(Tensor? min = null, Tensor? max = null)
        {
            Check(ta_clamp__tensor(Handle, min?.Handle ?? 0, max?.Handle ?? 0), this, min, max);
            return this;
        }

        public Tensor uniform_(double from, double to, Generator? generator = null)
        {
            Check(ta_uniform_(Handle, from, to, generator?.Handle ?? 0));
            return this;
        }

        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null)
        {
            Check(ta_normal_(Handle, mean, std, generator?.Handle ?? 0));
            return this;
        }
    }
}
