using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// math.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint ta_abs(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_neg(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_sqrt(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_exp(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_log(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_tanh(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_relu(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_sigmoid(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_reciprocal(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_sign(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_isfinite(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_isnan(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_logical_not(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_conj(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_all(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_any(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_mean(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_max(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_min(nint t);

    [LibraryImport(Library)]
    internal static partial int ta_abs_(nint t);

    [LibraryImport(Library)]
    internal static partial int ta_neg_(nint t);

    [LibraryImport(Library)]
    internal static partial int ta_sqrt_(nint t);

    [LibraryImport(Library)]
    internal static partial int ta_tanh_(nint t);

    [LibraryImport(Library)]
    internal static partial int ta_relu_(nint t);

    [LibraryImport(Library)]
    internal static partial int ta_reciprocal_(nint t);

    [LibraryImport(Library)]
    internal static partial int ta_zero_(nint t);

    [LibraryImport(Library)]
    internal static partial nint ta_mul(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_div(nint a, nint b, int rounding);

    [LibraryImport(Library)]
    internal static partial nint ta_pow(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_maximum(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_minimum(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_matmul(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_mm(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_bmm(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_eq(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_ne(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_lt(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_le(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_gt(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_ge(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_logical_and(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_logical_or(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_sub(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial int ta_mul_(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial int ta_div_(nint a, nint b, int rounding);

    [LibraryImport(Library)]
    internal static partial int ta_pow_(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial int ta_copy_(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial int ta_sub_(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_mul_scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial nint ta_div_scalar(nint a, Number b, int rounding);

    [LibraryImport(Library)]
    internal static partial nint ta_pow_scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial nint ta_eq_scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial nint ta_ne_scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial nint ta_lt_scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial nint ta_le_scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial nint ta_gt_scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial nint ta_ge_scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial nint ta_sub_scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial int ta_mul__scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial int ta_div__scalar(nint a, Number b, int rounding);

    [LibraryImport(Library)]
    internal static partial int ta_pow__scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial int ta_fill__scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial int ta_sub__scalar(nint a, Number b);

    [LibraryImport(Library)]
    internal static partial nint ta_add(nint a, nint b, Number alpha);

    [LibraryImport(Library)]
    internal static partial nint ta_add_scalar(nint a, Number b, Number alpha);

    [LibraryImport(Library)]
    internal static partial int ta_add_(nint a, nint b, Number alpha);

    [LibraryImport(Library)]
    internal static partial int ta_add__scalar(nint a, Number b, Number alpha);

    [LibraryImport(Library)]
    internal static partial nint ta_addcmul(nint t, nint a, nint b, Number value);

    [LibraryImport(Library)]
    internal static partial int ta_addcmul_(nint t, nint a, nint b, Number value);

    [LibraryImport(Library)]
    internal static partial nint ta_addcdiv(nint t, nint a, nint b, Number value);

    [LibraryImport(Library)]
    internal static partial int ta_addcdiv_(nint t, nint a, nint b, Number value);

    [LibraryImport(Library)]
    internal static partial nint ta_lerp(nint t, nint end, nint weight);

    [LibraryImport(Library)]
    internal static partial int ta_lerp_(nint t, nint end, nint weight);

    [LibraryImport(Library)]
    internal static partial nint ta_baddbmm(nint t, nint a, nint b, float beta, float alpha);

    [LibraryImport(Library)]
    internal static partial nint ta_addmm(nint t, nint a, nint b, float beta, float alpha);

    [LibraryImport(Library)]
    internal static partial nint ta_clamp(nint t, Number* min, Number* max);

    [LibraryImport(Library)]
    internal static partial int ta_clamp_(nint t, Number* min, Number* max);

    [LibraryImport(Library)]
    internal static partial nint ta_clamp_tensor(nint t, nint min, nint max);

    [LibraryImport(Library)]
    internal static partial int ta_clamp__tensor(nint t, nint min, nint max);

    [LibraryImport(Library)]
    internal static partial nint ta_where(nint condition, nint x, nint y);

    [LibraryImport(Library)]
    internal static partial nint ta_sum(nint t, int type);

    [LibraryImport(Library)]
    internal static partial nint ta_sum_dims(nint t, Longs dims, int keepdim, int type);

    [LibraryImport(Library)]
    internal static partial nint ta_mean_dims(nint t, Longs dims, int keepdim, int type);

    [LibraryImport(Library)]
    internal static partial nint ta_all_dim(nint t, long dim, int keepdim);

    [LibraryImport(Library)]
    internal static partial nint ta_any_dim(nint t, long dim, int keepdim);
}
