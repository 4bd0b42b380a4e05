using Microsoft.ML.OnnxRuntime.Native;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Element type and shape of a tensor.</summary>
public unsafe struct OrtTensorTypeAndShapeInfo
{
    internal OrtTensorTypeAndShapeInfo(nint info)
    {
        TensorElementType elementType;
        NativeStatus.ThrowIfFailed(ValueApi.GetElementType(info, &elementType));
        ElementDataType = elementType;

        nuint count;
        NativeStatus.ThrowIfFailed(ValueApi.GetElementCount(info, &count));
        ElementCount = (long)count;
        Shape = ReadDimensions(info);
    }

    /// <summary>Type of the elements.</summary>
    public TensorElementType ElementDataType { get; private set; }

    /// <summary>True if the elements are text.</summary>
    public readonly bool IsString => ElementDataType == TensorElementType.String;

    /// <summary>Number of elements: the product of the dimensions.</summary>
    public long ElementCount { get; private set; }

    /// <summary>Number of dimensions.</summary>
    public readonly int DimensionsCount => Shape.Length;

    /// <summary>The dimensions, outermost first.</summary>
    public long[] Shape { get; private set; }

    /// <summary>Dimensions of a native description; −1 stands for a free one.</summary>
    internal static long[] ReadDimensions(nint info)
    {
        nuint rank;
        NativeStatus.ThrowIfFailed(ValueApi.GetDimensionsCount(info, &rank));
        var dimensions = new long[rank];
        fixed (long* target = dimensions)
        {
            NativeStatus.ThrowIfFailed(ValueApi.GetDimensions(info, target, rank));
        }

        return dimensions;
    }
}
