using System.Buffers;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>
/// A value that goes into a run or comes out of it. It must be disposed of: it holds native memory, or pins managed memory.
/// </summary>
public unsafe partial class OrtValue : IDisposable
{
    private nint _handle;
    private MemoryHandle _pin;
    private TensorView _view;

    internal OrtValue(nint handle)
    {
        _handle = handle;
        OnnxValueType type;
        NativeStatus.ThrowIfFailed(ValueApi.GetValueType(handle, &type));
        OnnxType = type;
    }

    private OrtValue(nint tensor, MemoryHandle pin)
    {
        _handle = tensor;
        _pin = pin;
        OnnxType = OnnxValueType.ONNX_TYPE_TENSOR;
    }

    /// <summary>Releases a value that was not disposed of; memory that it pins stays pinned.</summary>
    ~OrtValue()
    {
        Dispose(disposing: false);
    }

    /// <summary>Kind of the value.</summary>
    public OnnxValueType OnnxType { get; }

    /// <summary>True for a dense tensor.</summary>
    public bool IsTensor => OnnxType == OnnxValueType.ONNX_TYPE_TENSOR;

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    /// <summary>Element type and shape.</summary>
    /// <exception cref="OnnxRuntimeException">The value is no tensor.</exception>
    public OrtTensorTypeAndShapeInfo GetTensorTypeAndShape()
    {
        if (!IsTensor && OnnxType != OnnxValueType.ONNX_TYPE_SPARSETENSOR)
        {
            throw new OnnxRuntimeException(
                ErrorCode.InvalidArgument, $"This OrtValue type contains: {OnnxType}, not a tensor or sparse tensor");
        }

        nint info;
        NativeStatus.ThrowIfFailed(ValueApi.GetTensorTypeAndShape(Handle, &info));
        try
        {
            return new OrtTensorTypeAndShapeInfo(info);
        }
        finally
        {
            ValueApi.ReleaseTensorTypeAndShape(info);
            GC.KeepAlive(this);
        }
    }

    /// <summary>The tensor's elements, in place; valid until the value is disposed of.</summary>
    /// <typeparam name="T">The element type of the tensor, or <see cref="byte"/> for its raw bytes.</typeparam>
    /// <exception cref="OnnxRuntimeException">The elements are of another type.</exception>
    public ReadOnlySpan<T> GetTensorDataAsSpan<T>()
        where T : unmanaged => View().AsSpan<T>();

    /// <summary>The tensor's elements, in place and writable; valid until the value is disposed of.</summary>
    /// <typeparam name="T">The element type of the tensor, or <see cref="byte"/> for its raw bytes.</typeparam>
    /// <exception cref="OnnxRuntimeException">The elements are of another type.</exception>
    public Span<T> GetTensorMutableDataAsSpan<T>()
        where T : unmanaged => View().AsSpan<T>();

    /// <summary>The tensor's bytes, in place and writable; valid until the value is disposed of.</summary>
    public Span<byte> GetTensorMutableRawData() => View().AsSpan<byte>();

    /// <summary>Releases the native value and unpins managed memory.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the native value; unpins managed memory if <paramref name="disposing"/>.</summary>
    /// <param name="disposing">False when called by the finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (_handle == 0)
        {
            return;
        }

        ValueApi.Release(_handle);
        _handle = 0;
        if (disposing)
        {
            _pin.Dispose();
        }
    }

    private TensorView View()
    {
        var handle = Handle;
        if (!IsTensor)
        {
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"This OrtValue type contains: {OnnxType}, not a tensor");
        }

        return _view ??= new TensorView(GetTensorTypeAndShape(), handle);
    }
}
