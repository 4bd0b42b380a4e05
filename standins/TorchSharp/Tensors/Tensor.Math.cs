using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>What division does with a fraction: keep it, cut it towards zero, or round it down.</summary>
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    // Element-wise functions that return a new tensor.
    public unsafe partial class Tensor
    {
        private static readonly Number One = new(1L);

        public Tensor abs() => Apply(&ta_abs);

        public Tensor neg() => Apply(&ta_neg);

        public Tensor sqrt() => Apply(&ta_sqrt);

        public Tensor square() => pow(2);

        public Tensor exp() => Apply(&ta_exp);

        public Tensor log() => Apply(&ta_log);

        public Tensor tanh() => Apply(&ta_tanh);

        public Tensor relu() => Apply(&ta_relu);

        public Tensor sigmoid() => Apply(&ta_sigmoid);

        public Tensor reciprocal() => Apply(&ta_reciprocal);

        public Tensor sign() => Apply(&ta_sign);

        public Tensor conj() => Apply(&ta_conj);

        public Tensor add(Tensor target) => Made(ta_add(Handle, target.Handle, One), this, target);

        public Tensor add(Tensor target, Scalar alpha) => Made(ta_add(Handle, target.Handle, alpha.Value), this, target);

        public Tensor add(Scalar scalar) => Made(ta_add_scalar(Handle, scalar.Value, One), this);

        public Tensor sub(Tensor target) => Apply(&ta_sub, target);

        public Tensor sub(Scalar target) => Apply(&ta_sub_scalar, target);

        public Tensor mul(Tensor target) => Apply(&ta_mul, target);

        public Tensor mul(Scalar target) => Apply(&ta_mul_scalar, target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Made(ta_div(Handle, target.Handle, (int)rounding_mode), this, target);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Made(ta_div_scalar(Handle, target.Value, (int)rounding_mode), this);

        public Tensor pow(Tensor exponent) => Apply(&ta_pow, exponent);

        public Tensor pow(Scalar exponent) => Apply(&ta_pow_scalar, exponent);

        public Tensor maximum(Tensor other) => Apply(&ta_maximum, other);

        public Tensor minimum(Tensor other) => Apply(&ta_minimum, other);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Made(ta_addcmul(Handle, tensor1.Handle, tensor2.Handle, value.Value), this, tensor1, tensor2);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Made(ta_addcdiv(Handle, tensor1.Handle, tensor2.Handle, value.Value), this, tensor1, tensor2);

        public Tensor lerp(Tensor end, Tensor weight) => Made(ta_lerp(Handle, end.Handle, weight.Handle), this, end, weight);

        public Tensor clamp(Scalar? min = null, Scalar? max = null)
        {
            var (low, high) = (min?.Value ?? default, max?.Value ?? default);
            return Made(ta_clamp(Handle, min is null ? null : &low, max is null ? null : &high), this);
        }

        public Tensor clamp(Tensor? min = null, Tensor? max = null) =>
            Made(ta_clamp_tensor(Handle, min?.Handle ?? 0, max?.Handle ?? 0), this, min, max);
    }
}
