using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // The shapes of native calls.
    public unsafe partial class Tensor
    {
        private Tensor Apply(delegate*<nint, nint> function) => Made(function(Handle), this);

        private Tensor Apply(delegate*<nint, nint, nint> function, Tensor other) => Made(function(Handle, other.Handle), this, other);

        private Tensor Apply(delegate*<nint, Number, nint> function, Scalar number) => Made(function(Handle, number.Value), this);

        private Tensor Apply(delegate*<nint, Longs, nint> function, ReadOnlySpan<long> numbers)
        {
            fixed (long* pinned = numbers)
            {
                return Made(function(Handle, new Longs(pinned, numbers.Length)), this);
            }
        }

        private Tensor Change(delegate*<nint, int> function)
        {
            Check(function(Handle), this);
            return this;
        }

        private Tensor Change(delegate*<nint, nint, int> function, Tensor other)
        {
            Check(function(Handle, other.Handle), this, other);
            return this;
        }

        private Tensor Change(delegate*<nint, Number, int> function, Scalar number)
        {
            Check(function(Handle, number.Value), this);
            return this;
        }
    }
}
