using Microsoft.ML.OnnxRuntime.Native;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Where a tensor's elements lie. Neither place, type nor shape of a tensor ever changes, so it is read once.</summary>
internal sealed unsafe class TensorView
{
    private readonly Type _type;
    private readonly int _length;
    private readonly void* _data;

    internal TensorView(OrtTensorTypeAndShapeInfo info, nint value)
    {
        if (info.IsString)
        {
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, "Strings are not supported by this API");
        }

        if (!ElementTypes.TryGet(info.ElementDataType, out _type, out var size))
        {
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"Element type: {info.ElementDataType} is not registered type.");
        }

        _length = checked((int)(info.ElementCount * size));
        void* data;
        NativeStatus.ThrowIfFailed(ValueApi.GetTensorData(value, &data));
        _data = data;
    }

    internal Span<T> AsSpan<T>()
        where T : unmanaged
    {
        if (typeof(T) != typeof(byte) && typeof(T) != _type)
        {
            throw new OnnxRuntimeException(
                ErrorCode.InvalidArgument, $"Requested type: {typeof(T)} does not match the actual type: {_type}");
        }

        return new Span<T>(_data, _length / sizeof(T));
    }
}
