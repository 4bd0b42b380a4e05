namespace Distributed.Contracts.Models;

/// <summary>Names that an exported ONNX model carries.</summary>
public static class OnnxNames
{
    /// <summary>The input tensor, float32 [batch, features].</summary>
    public const string Input = "x";

    /// <summary>The output tensor, float32 [batch, targets].</summary>
    public const string Output = "y";

    /// <summary>The free dimension.</summary>
    public const string Batch = "batch";
}
