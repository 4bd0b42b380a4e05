using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// math.cpp
internal static partial class Native
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
    internal static partial nint ta_conj(nint t);

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
    internal static partial nint ta_matmul(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_mm(nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint ta_bmm(nint a, nint b);

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
}
