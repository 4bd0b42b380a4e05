using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public long Dimensions => ta_dim(Handle);

        public long ndim => Dimensions;

        public long NumberOfElements => ta_numel(Handle);

        public long ElementSize => ta_element_size(Handle);

        public ScalarType dtype => (ScalarType)ta_dtype(Handle);

        public long[] shape => size();

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public bool is_contiguous() => ta_is_contiguous(Handle) != 0;

        public long size(int dim)
        {
            long result;
            Check(ta_size(Handle, dim, &result), this);
            return result;
        }

        public long[] size()
        {
            var result = new long[Dimensions];
            fixed (long* pinned = result)
            {
                ta_shape(Handle, pinned);
            }

            return result;
        }

        public long[] stride()
        {
            var result = new long[Dimensions];
            fixed (long* pinned = result)
            {
                ta_strides(Handle, pinned);
            }

            return result;
        }

        public override string ToString() => $"[{string.Join("x", shape)}], type = {dtype}, device = cpu";
    }
}
