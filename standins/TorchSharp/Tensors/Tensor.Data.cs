using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The tensor's memory; only for contiguous tensors.</summary>
        public Span<byte> bytes
        {
            get
            {
                if (!is_contiguous())
                {
                    throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
                }

                return new Span<byte>((void*)ta_data(Handle), checked((int)(NumberOfElements * ElementSize)));
            }

            set
            {
                var memory = bytes;
                if (memory.Length != value.Length)
                {
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");
                }

                value.CopyTo(memory);
            }
        }

        public Utils.TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            ValidateType<T>();
            return new Utils.TensorAccessor<T>(this);
        }

        public T item<T>()
            where T : unmanaged
        {
            if (NumberOfElements != 1)
            {
                throw new ArgumentException("Number of elements in the tensor must be 1");
            }

            ValidateType<T>();
            var result = *(T*)ta_data(Handle);
            GC.KeepAlive(this);
            return result;
        }

        public Scalar ToScalar()
        {
            double real;
            long integral;
            Check(ta_item(Handle, &real, &integral), this);
            return dtype switch
            {
                ScalarType.Bool => integral != 0,
                ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64 => real,
                _ => integral,
            };
        }

        private void ValidateType<T>()
            where T : unmanaged
        {
            if (ScalarTypeOf<T>() != dtype)
            {
                throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}");
            }
        }
    }
}
