using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        private const int SameType = -1;

        public Tensor sum(ScalarType? type = null) => Made(ta_sum(Handle, Number(type)), this);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => sum(dim.AsSpan(), keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* pinned = dim)
            {
                return Made(ta_sum_dims(Handle, new Longs(pinned, dim.Length), keepdim ? 1 : 0, Number(type)), this);
            }
        }

        public Tensor mean() => Apply(&ta_mean);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* pinned = dimensions)
            {
                return Made(ta_mean_dims(Handle, new Longs(pinned, dimensions.Length), keepdim ? 1 : 0, Number(type)), this);
            }
        }

        public Tensor max() => Apply(&ta_max);

        public Tensor min() => Apply(&ta_min);

        public Tensor all() => Apply(&ta_all);

        public Tensor all(long dim, bool keepdim = false) => Made(ta_all_dim(Handle, dim, keepdim ? 1 : 0), this);

        public Tensor any() => Apply(&ta_any);

        public Tensor any(long dim, bool keepdim = false) => Made(ta_any_dim(Handle, dim, keepdim ? 1 : 0), this);

        private static int Number(ScalarType? type) => type is { } given ? (int)given : SameType;
    }
}
