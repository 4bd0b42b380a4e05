using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // The shapes of native calls. Each keeps its tensors alive until the call is back: a finalizer may run at any time.
    public unsafe partial class Tensor
    {
        private Tensor Apply(delegate*<nint, nint> function)
        {
            var result = Made(function(Handle));
            GC.KeepAlive(this);
            return result;
        }

        private Tensor Apply(delegate*<nint, nint, nint> function, Tensor other)
        {
            var result = Made(function(Handle, other.Handle));
            GC.KeepAlive(this);
            GC.KeepAlive(other);
            return result;
        }

        private Tensor Apply(delegate*<nint, Number, nint> function, Scalar number)
        {
            var result = Made(function(Handle, number.Value));
            GC.KeepAlive(this);
            return result;
        }

        private Tensor Apply(delegate*<nint, Longs, nint> function, ReadOnlySpan<long> numbers)
        {
            fixed (long* pinned = numbers)
            {
                var result = Made(function(Handle, new Longs(pinned, numbers.Length)));
                GC.KeepAlive(this);
                return result;
            }
        }

        private Tensor Change(delegate*<nint, int> function)
        {
            Check(function(Handle));
            return this;
        }

        private Tensor Change(delegate*<nint, nint, int> function, Tensor other)
        {
            Check(function(Handle, other.Handle));
            GC.KeepAlive(other);
            return this;
        }

        private Tensor Change(delegate*<nint, Number, int> function, Scalar number)
        {
            Check(function(Handle, number.Value));
            return this;
        }
    }
}
