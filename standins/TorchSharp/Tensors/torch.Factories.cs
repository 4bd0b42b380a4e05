using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static unsafe partial class torch
{
    public static Tensor zeros(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full(size, new Number(0L), dtype, requires_grad);

    public static Tensor zeros(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full([size], new Number(0L), dtype, requires_grad);

    public static Tensor zeros(
        long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full([rows, columns], new Number(0L), dtype, requires_grad);

    public static Tensor zeros(
        long dim0,
        long dim1,
        long dim2,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        string[]? names = null) =>
        Full([dim0, dim1, dim2], new Number(0L), dtype, requires_grad);

    public static Tensor ones(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full(size, new Number(1L), dtype, requires_grad);

    public static Tensor ones(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full([size], new Number(1L), dtype, requires_grad);

    public static Tensor ones(
        long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full([rows, columns], new Number(1L), dtype, requires_grad);

    public static Tensor ones(
        long dim0,
        long dim1,
        long dim2,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        string[]? names = null) =>
        Full([dim0, dim1, dim2], new Number(1L), dtype, requires_grad);

    public static Tensor full(
        long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full(size, value.Value, dtype ?? (value.Value.IsFloating ? get_default_dtype() : ScalarType.Int64), requires_grad);

    public static Tensor zeros_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full_like(input, 0, dtype, device, requires_grad, names);

    public static Tensor ones_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full_like(input, 1, dtype, device, requires_grad, names);

    public static Tensor full_like(
        Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Tracked(ta_full_like(input.Handle, value.Value, (int)(dtype ?? input.dtype)), requires_grad);

    public static Tensor empty(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        fixed (long* pinned = size)
        {
            return Tracked(ta_empty(new Longs(pinned, size.Length), TypeOr(dtype)), requires_grad);
        }
    }

    public static Tensor empty(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty([size], dtype, device, requires_grad, names);

    public static Tensor empty(
        long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty([rows, columns], dtype, device, requires_grad, names);

    public static Tensor rand(
        long[] size,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        Generator? generator = null,
        string[]? names = null)
    {
        fixed (long* pinned = size)
        {
            return Tracked(ta_rand(new Longs(pinned, size.Length), generator?.Handle ?? 0, TypeOr(dtype)), requires_grad);
        }
    }

    public static Tensor randn(
        long[] size,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        Generator? generator = null,
        string[]? names = null)
    {
        fixed (long* pinned = size)
        {
            return Tracked(ta_randn(new Longs(pinned, size.Length), generator?.Handle ?? 0, TypeOr(dtype)), requires_grad);
        }
    }

    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var floating = start.Value.IsFloating || stop.Value.IsFloating || step.Value.IsFloating;
        var type = dtype ?? (floating ? get_default_dtype() : ScalarType.Int64);
        return Tracked(ta_arange(start.Value, stop.Value, step.Value, (int)type), requires_grad);
    }

    public static Tensor arange(
        Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    private static Tensor Full(ReadOnlySpan<long> size, Number value, ScalarType? dtype, bool requiresGrad)
    {
        fixed (long* pinned = size)
        {
            return Tracked(ta_full(new Longs(pinned, size.Length), value, TypeOr(dtype)), requiresGrad);
        }
    }

    private static int TypeOr(ScalarType? dtype) => (int)(dtype ?? get_default_dtype());

    private static Tensor Tracked(nint handle, bool requiresGrad)
    {
        var tensor = Made(handle);
        return requiresGrad ? tensor.requires_grad_() : tensor;
    }
}
