using Microsoft.ML.OnnxRuntime.Native;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Type and shape of a model's input or output.</summary>
public unsafe class NodeMetadata
{
    private readonly TensorElementType _elementType;
    private readonly int[] _dimensions;
    private readonly string[] _symbolicDimensions;

    internal NodeMetadata(nint typeInfo)
    {
        OnnxValueType valueType;
        NativeStatus.ThrowIfFailed(ValueApi.GetOnnxType(typeInfo, &valueType));
        OnnxValueType = valueType;
        if (!IsTensor)
        {
            return;
        }

        nint tensorInfo;
        NativeStatus.ThrowIfFailed(ValueApi.CastToTensorInfo(typeInfo, &tensorInfo));
        TensorElementType elementType;
        NativeStatus.ThrowIfFailed(ValueApi.GetElementType(tensorInfo, &elementType));
        _elementType = elementType;
        _dimensions = Array.ConvertAll(OrtTensorTypeAndShapeInfo.ReadDimensions(tensorInfo), dimension => (int)dimension);
        _symbolicDimensions = ReadSymbolicDimensions(tensorInfo, _dimensions.Length);
    }

    /// <summary>Kind of the value.</summary>
    public OnnxValueType OnnxValueType { get; }

    /// <summary>True for a tensor, dense or sparse.</summary>
    public bool IsTensor => OnnxValueType is OnnxValueType.ONNX_TYPE_TENSOR or OnnxValueType.ONNX_TYPE_SPARSETENSOR;

    /// <summary>Dimensions of the tensor, outermost first; −1 stands for a free one.</summary>
    public int[] Dimensions => OfTensor(_dimensions);

    /// <summary>Names of the free dimensions; empty text where a dimension has none.</summary>
    public string[] SymbolicDimensions => OfTensor(_symbolicDimensions);

    /// <summary>Element type of the tensor.</summary>
    public TensorElementType ElementDataType => OfTensor(_elementType);

    /// <summary>The .NET type of the tensor's elements.</summary>
    public Type ElementType => ElementTypes.TryGet(ElementDataType, out var type, out _)
        ? type
        : throw new NotSupportedException($"Element type {ElementDataType} has no .NET type here.");

    /// <summary>True if the tensor's elements are text.</summary>
    public bool IsString => ElementDataType == TensorElementType.String;

    private static string[] ReadSymbolicDimensions(nint tensorInfo, int rank)
    {
        var texts = new nint[rank];
        fixed (nint* target = texts)
        {
            NativeStatus.ThrowIfFailed(ValueApi.GetSymbolicDimensions(tensorInfo, (byte**)target, (nuint)rank));
        }

        return Array.ConvertAll(texts, text => Utf8.Read((byte*)text));
    }

    private T OfTensor<T>(T value) => IsTensor
        ? value
        : throw new OnnxRuntimeException(ErrorCode.Fail, "OnnxValueType must either be a tensor or sparse tensor");
}
