namespace Distributed.Conformance.OnnxRuntime.Models;

/// <summary>The messages of an ONNX file, numbered as in onnx.proto; ir_version 8, opset 17.</summary>
internal static class OnnxModel
{
    private const int FloatType = 1;
    private const int IntegerAttribute = 2;

    public static ProtobufWriter Node(string operation, string[] inputs, string output, ProtobufWriter? attribute = null)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        node.Text(2, output).Text(3, output).Text(4, operation);
        return attribute is null ? node : node.Message(5, attribute);
    }

    public static ProtobufWriter Attribute(string name, long value) =>
        new ProtobufWriter().Text(1, name).Integer(3, value).Integer(20, IntegerAttribute);

    public static ProtobufWriter Initializer(string name, long[] dimensions, float[] values)
    {
        var tensor = new ProtobufWriter();
        foreach (var dimension in dimensions)
        {
            tensor.Integer(1, dimension);
        }

        return tensor.Integer(2, FloatType).Text(8, name).Floats(9, values);
    }

    /// <summary>A float tensor of shape [batch, <paramref name="width"/>] with a free batch dimension.</summary>
    public static ProtobufWriter Batch(string name, int width)
    {
        var shape = new ProtobufWriter()
            .Message(1, new ProtobufWriter().Text(2, "batch"))
            .Message(1, new ProtobufWriter().Integer(1, width));
        var tensor = new ProtobufWriter().Integer(1, FloatType).Message(2, shape);
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensor));
    }

    public static ProtobufWriter File(ProtobufWriter graph) => new ProtobufWriter()
        .Integer(1, 8)
        .Text(2, "conformance")
        .Text(4, "org.example")
        .Integer(5, 7)
        .Text(6, "a model of the conformance suite")
        .Message(7, graph)
        .Message(8, new ProtobufWriter().Text(1, string.Empty).Integer(2, 17));

    public static ProtobufWriter WithMetadata(this ProtobufWriter file, string key, string value) =>
        file.Message(14, new ProtobufWriter().Text(1, key).Text(2, value));
}
