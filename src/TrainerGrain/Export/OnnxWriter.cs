using Distributed.Contracts.Experiments;
using Distributed.Contracts.Models;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Export;

/// <summary>
/// Writes a trained network as an ONNX model: input <c>x</c> [batch, features], a <c>Gemm</c> a layer with the activation between,
/// output <c>y</c> [batch, targets], all in float32. The same model gives the same bytes.
/// Field numbers are those of <c>onnx.proto</c> (ONNX 1.12, IR version 8).
/// </summary>
public static class OnnxWriter
{
    /// <summary>Version of the file format; with the opset the newest that both the tools of 2022 and of today accept.</summary>
    public const int IrVersion = 8;

    /// <summary>Version of the operators.</summary>
    public const int Opset = 17;

    /// <summary>The producer that a model names.</summary>
    public const string Producer = "Distributed";

    private static readonly string ProducerVersion = typeof(OnnxWriter).Assembly.GetName().Version!.ToString(fieldCount: 3);

    /// <summary>The bytes of a <c>.onnx</c> file.</summary>
    public static byte[] Write(OnnxModel model)
    {
        var file = new ProtobufWriter();
        file.Integer(1, IrVersion);
        file.Text(2, Producer);
        file.Text(3, ProducerVersion);
        file.Message(7, graph => WriteGraph(graph, model));
        file.Message(8, opset => opset.Integer(2, Opset));
        foreach (var (key, value) in model.Metadata)
        {
            file.Message(14, entry =>
            {
                entry.Text(1, key);
                entry.Text(2, value);
            });
        }
        return file.Written.ToArray();
    }

    private static void WriteGraph(ProtobufWriter graph, OnnxModel model)
    {
        var layers = model.Network.Layers;
        WriteNodes(graph, layers.Count, model.Network.Activation);
        graph.Text(2, model.Name);
        for (var i = 0; i < layers.Count; i++)
        {
            OnnxTensor.Write(graph, Weight(i), layers[i].Weight, layers[i].Outputs, layers[i].Inputs);
            OnnxTensor.Write(graph, Bias(i), layers[i].Bias, layers[i].Outputs);
        }
        graph.Message(11, input => OnnxTensor.Declare(input, OnnxNames.Input, layers[0].Inputs));
        graph.Message(12, output => OnnxTensor.Declare(output, OnnxNames.Output, layers[^1].Outputs));
    }

    private static void WriteNodes(ProtobufWriter graph, int layers, Activation activation)
    {
        var value = OnnxNames.Input;
        for (var i = 0; i < layers; i++)
        {
            var last = i == layers - 1;
            var linear = last ? OnnxNames.Output : $"linear{i}";
            graph.Message(1, node => WriteGemm(node, $"gemm{i}", [value, Weight(i), Bias(i)], linear));
            if (!last)
            {
                value = $"activation{i}";
                graph.Message(1, node => WriteNode(node, OperatorOf(activation), value, [linear], value));
            }
        }
    }

    private static void WriteGemm(ProtobufWriter node, string name, string[] inputs, string output)
    {
        const int integer = 2;
        WriteNode(node, "Gemm", name, inputs, output);
        node.Message(5, attribute =>
        {
            attribute.Text(1, "transB");
            attribute.Integer(3, 1);
            attribute.Integer(20, integer);
        });
    }

    private static void WriteNode(ProtobufWriter node, string operation, string name, string[] inputs, string output)
    {
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }
        node.Text(2, output);
        node.Text(3, name);
        node.Text(4, operation);
    }

    private static string OperatorOf(Activation activation) => activation switch
    {
        Activation.Relu => "Relu",
        Activation.Tanh => "Tanh",
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "No ONNX operator is known for this activation."),
    };

    private static string Weight(int layer) => $"weight{layer}";

    private static string Bias(int layer) => $"bias{layer}";
}
