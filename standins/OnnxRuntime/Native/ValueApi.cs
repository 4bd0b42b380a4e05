using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>Values and the description of their type and shape.</summary>
internal static unsafe class ValueApi
{
    internal static readonly delegate* unmanaged<nint, long*, nuint, TensorElementType, nint*, nint> CreateTensor =
        (delegate* unmanaged<nint, long*, nuint, TensorElementType, nint*, nint>)OrtApi.Slot(48);

    internal static readonly delegate* unmanaged<nint, void*, nuint, long*, nuint, TensorElementType, nint*, nint> CreateTensorWithData =
        (delegate* unmanaged<nint, void*, nuint, long*, nuint, TensorElementType, nint*, nint>)OrtApi.Slot(49);

    internal static readonly delegate* unmanaged<nint, void> Release = (delegate* unmanaged<nint, void>)OrtApi.Slot(96);
    internal static readonly delegate* unmanaged<nint, void**, nint> GetTensorData = (delegate* unmanaged<nint, void**, nint>)OrtApi.Slot(51);
    internal static readonly delegate* unmanaged<nint, OnnxValueType*, nint> GetValueType = (delegate* unmanaged<nint, OnnxValueType*, nint>)OrtApi.Slot(67);

    internal static readonly delegate* unmanaged<nint, nint*, nint> GetTensorTypeAndShape = (delegate* unmanaged<nint, nint*, nint>)OrtApi.Slot(65);
    internal static readonly delegate* unmanaged<nint, void> ReleaseTensorTypeAndShape = (delegate* unmanaged<nint, void>)OrtApi.Slot(99);
    internal static readonly delegate* unmanaged<nint, TensorElementType*, nint> GetElementType =
        (delegate* unmanaged<nint, TensorElementType*, nint>)OrtApi.Slot(60);

    internal static readonly delegate* unmanaged<nint, nuint*, nint> GetDimensionsCount = (delegate* unmanaged<nint, nuint*, nint>)OrtApi.Slot(61);
    internal static readonly delegate* unmanaged<nint, long*, nuint, nint> GetDimensions = (delegate* unmanaged<nint, long*, nuint, nint>)OrtApi.Slot(62);
    internal static readonly delegate* unmanaged<nint, byte**, nuint, nint> GetSymbolicDimensions =
        (delegate* unmanaged<nint, byte**, nuint, nint>)OrtApi.Slot(63);

    internal static readonly delegate* unmanaged<nint, nuint*, nint> GetElementCount = (delegate* unmanaged<nint, nuint*, nint>)OrtApi.Slot(64);

    internal static readonly delegate* unmanaged<nint, OnnxValueType*, nint> GetOnnxType = (delegate* unmanaged<nint, OnnxValueType*, nint>)OrtApi.Slot(56);
    internal static readonly delegate* unmanaged<nint, nint*, nint> CastToTensorInfo = (delegate* unmanaged<nint, nint*, nint>)OrtApi.Slot(55);
    internal static readonly delegate* unmanaged<nint, void> ReleaseTypeInfo = (delegate* unmanaged<nint, void>)OrtApi.Slot(98);
}
