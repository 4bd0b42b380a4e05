namespace Distributed.Conformance.OnnxRuntime.Models;

/// <summary>The models that the suite runs, as the bytes of an ONNX file.</summary>
internal static class TestModels
{
    /// <summary>y = x·wᵀ + b with one feature and one target.</summary>
    public static byte[] Line(float weight, float bias) => Linear([weight], [bias]);

    /// <summary>y = x·Wᵀ + b; <paramref name="weights"/> holds W [targets, features] row by row.</summary>
    public static byte[] Linear(float[] weights, float[] biases) =>
        OnnxModel.File(LinearGraph(weights, biases)).ToArray();

    /// <summary>As <see cref="Line"/>, with entries in the file's metadata map.</summary>
    public static byte[] LineWithMetadata(float weight, float bias, IReadOnlyDictionary<string, string> metadata)
    {
        var file = OnnxModel.File(LinearGraph([weight], [bias]));
        foreach (var (key, value) in metadata)
        {
            file.WithMetadata(key, value);
        }

        return file.ToArray();
    }

    /// <summary>sum = x·wᵀ + b with one target, and beside it positive = relu(sum), squashed = tanh(sum).</summary>
    public static byte[] ThreeOutputs(float[] weights, float bias) => OnnxModel.File(
        Layer("sum", weights, [bias])
            .Message(1, OnnxModel.Node("Relu", ["sum"], "positive"))
            .Message(1, OnnxModel.Node("Tanh", ["sum"], "squashed"))
            .Message(12, OnnxModel.Batch("sum", 1))
            .Message(12, OnnxModel.Batch("positive", 1))
            .Message(12, OnnxModel.Batch("squashed", 1))).ToArray();

    /// <summary>A well-formed file whose only node is of a kind that does not exist.</summary>
    public static byte[] UnknownOperator() => OnnxModel.File(
        new ProtobufWriter()
            .Message(1, OnnxModel.Node("NoSuchOperator", ["x"], "y"))
            .Text(2, "unknown")
            .Message(11, OnnxModel.Batch("x", 1))
            .Message(12, OnnxModel.Batch("y", 1))).ToArray();

    private static ProtobufWriter LinearGraph(float[] weights, float[] biases) =>
        Layer("y", weights, biases).Message(12, OnnxModel.Batch("y", biases.Length));

    private static ProtobufWriter Layer(string output, float[] weights, float[] biases)
    {
        var features = weights.Length / biases.Length;
        return new ProtobufWriter()
            .Message(1, OnnxModel.Node("Gemm", ["x", "weight", "bias"], output, OnnxModel.Attribute("transB", 1)))
            .Text(2, "linear")
            .Message(5, OnnxModel.Initializer("weight", [biases.Length, features], weights))
            .Message(5, OnnxModel.Initializer("bias", [biases.Length], biases))
            .Text(10, "a fully connected layer")
            .Message(11, OnnxModel.Batch("x", features));
    }
}
