using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An n-dimensional array of libtorch. Disposed by its scope, by hand or, at the latest, by the garbage collector.</summary>
    public unsafe partial class Tensor : IDisposable
    {
        private static long _totalCount;

        private nint _handle;

        internal Tensor(nint handle, bool register = true)
        {
            _handle = handle;
            Interlocked.Increment(ref _totalCount);
            if (register)
            {
                DisposeScopeManager.ThreadSingleton.Current?.Add(this);
            }
        }

        ~Tensor() => Dispose(false);

        /// <summary>Managed tensors that hold a native one.</summary>
        public static long TotalCount => Interlocked.Read(ref _totalCount);

        public nint Handle => _handle != 0 ? _handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public bool IsInvalid => _handle == 0;

        internal DisposeScope? OwningDisposeScope { get; set; }

        internal int Slot { get; set; }

        public Tensor alias() => Apply(&ta_alias);

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Remove(this);
            return this;
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (_handle != 0)
            {
                OwningDisposeScope?.Remove(this);
                ta_free(MoveHandle());
            }
        }

        /// <summary>Leaves this object empty and its native tensor to the caller.</summary>
        internal nint MoveHandle()
        {
            var moved = Handle;
            _handle = 0;
            Interlocked.Decrement(ref _totalCount);
            return moved;
        }
    }
}
