using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public Tensor clone() => Apply(&ta_clone);

        public Tensor contiguous() => Apply(&ta_contiguous);

        public Tensor t() => Apply(&ta_t);

        public Tensor view(params long[] shape) => Apply(&ta_view, shape);

        public Tensor reshape(params long[] shape) => Apply(&ta_reshape, shape);

        public Tensor expand(params long[] sizes) => Apply(&ta_expand, sizes);

        public Tensor permute(params long[] permutation) => Apply(&ta_permute, permutation);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Made(ta_flatten(Handle, start_dim, end_dim), this);

        public Tensor transpose(long dim0, long dim1) => Made(ta_transpose(Handle, dim0, dim1), this);

        public Tensor squeeze(long? dim = null) => dim is { } given ? Made(ta_squeeze_dim(Handle, given), this) : Apply(&ta_squeeze);

        public Tensor unsqueeze(long dim) => Made(ta_unsqueeze(Handle, dim), this);

        public Tensor select(long dim, long index) => Made(ta_select(Handle, dim, index), this);

        public Tensor narrow(long dim, long start, long length) => Made(ta_narrow(Handle, dim, start, length), this);

        public Tensor slice(long dim, long start, long finish, long step)
        {
            if (step < 1)
            {
                throw new ArgumentException($"step is {step}, but it should always be positive.");
            }

            return Made(ta_slice(Handle, dim, start, finish, step), this);
        }

        public Tensor index_select(long dim, Tensor index) => Made(ta_index_select(Handle, dim, index.Handle), this, index);

        public Tensor where(Tensor condition, Tensor y)
        {
            if (condition.dtype != ScalarType.Bool)
            {
                throw new ArgumentException("The condition to 'where' must be a boolean tensor.");
            }

            return Made(ta_where(condition.Handle, Handle, y.Handle), this, condition, y);
        }
    }
}
