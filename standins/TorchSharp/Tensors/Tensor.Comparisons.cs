using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public Tensor eq(Tensor target) => Apply(&ta_eq, target);

        public Tensor eq(Scalar target) => Apply(&ta_eq_scalar, target);

        public Tensor ne(Tensor target) => Apply(&ta_ne, target);

        public Tensor ne(Scalar target) => Apply(&ta_ne_scalar, target);

        public Tensor lt(Tensor target) => Apply(&ta_lt, target);

        public Tensor lt(Scalar target) => Apply(&ta_lt_scalar, target);

        public Tensor le(Tensor target) => Apply(&ta_le, target);

        public Tensor le(Scalar target) => Apply(&ta_le_scalar, target);

        public Tensor gt(Tensor target) => Apply(&ta_gt, target);

        public Tensor gt(Scalar target) => Apply(&ta_gt_scalar, target);

        public Tensor ge(Tensor target) => Apply(&ta_ge, target);

        public Tensor ge(Scalar target) => Apply(&ta_ge_scalar, target);

        public Tensor isfinite() => Apply(&ta_isfinite);

        public Tensor isnan() => Apply(&ta_isnan);

        public Tensor logical_not() => Apply(&ta_logical_not);

        public Tensor logical_and(Tensor other) => Apply(&ta_logical_and, other);

        public Tensor logical_or(Tensor other) => Apply(&ta_logical_or, other);

        /// <summary>True when shape and every element are equal.</summary>
        public bool Equals(Tensor? target)
        {
            if (target is null)
            {
                return false;
            }

            int result;
            Check(ta_equal(Handle, target.Handle, &result), this, target);
            return result != 0;
        }

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => base.GetHashCode();

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false)
        {
            int result;
            Check(ta_allclose(Handle, target.Handle, rtol, atol, equal_nan ? 1 : 0, &result), this, target);
            return result != 0;
        }
    }
}
