using System.Runtime.InteropServices;
using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Export;
using Distributed.TrainerGrain.Tests.Onnx;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Export;

/// <summary>Reads what was written with classes that protoc generated.</summary>
public sealed class OnnxWriterTests
{
    private const int Float32 = 1;

    [Fact]
    public void Write_Model_NamesVersionsAndProducer()
    {
        var model = Parse(Networks.Create([1, 1]), [new("experiment", "run-1"), new("spec", "{\"id\":\"Größe\"}")]);

        Assert.Equal(8, model.IrVersion);
        Assert.Equal(("Distributed", "0.1.0"), (model.ProducerName, model.ProducerVersion));
        var opset = Assert.Single(model.OpsetImport);
        Assert.Equal(("", 17), (opset.Domain, opset.Version));
        Assert.Equal("pump", model.Graph.Name);
        Assert.Equal(
            [("experiment", "run-1"), ("spec", "{\"id\":\"Größe\"}")],
            model.MetadataProps.Select(entry => (entry.Key, entry.Value)));
    }

    [Fact]
    public void Write_Model_DeclaresInputAndOutput()
    {
        var graph = Parse(Networks.Create([300, 4, 2])).Graph;

        AssertDeclared(Assert.Single(graph.Input), "x", 300);
        AssertDeclared(Assert.Single(graph.Output), "y", 2);
    }

    [Fact]
    public void Write_LinearRegression_IsOneGemm()
    {
        var node = Assert.Single(Parse(Networks.Create([3, 1])).Graph.Node);

        Assert.Equal("Gemm", node.OpType);
        Assert.Equal(["x", "weight0", "bias0"], node.Input);
        Assert.Equal(["y"], node.Output);
        var attribute = Assert.Single(node.Attribute);
        Assert.Equal(("transB", 1, 2), (attribute.Name, attribute.I, attribute.Type));
    }

    [Theory]
    [InlineData(Activation.Relu, "Relu")]
    [InlineData(Activation.Tanh, "Tanh")]
    public void Write_HiddenLayers_ChainsGemmsAndActivations(Activation activation, string operation)
    {
        var nodes = Parse(Networks.Create([3, 8, 4, 2], activation)).Graph.Node;

        Assert.Equal(["Gemm", operation, "Gemm", operation, "Gemm"], nodes.Select(node => node.OpType));
        Assert.Equal("x", nodes[0].Input[0]);
        Assert.Equal("y", nodes[^1].Output[0]);
        Assert.All(nodes.Zip(nodes.Skip(1)), pair => Assert.Equal(pair.First.Output[0], pair.Second.Input[0]));
        Assert.Equal(nodes.Count, nodes.Select(node => node.Name).Distinct().Count());
    }

    [Fact]
    public void Write_Weights_AreTheNetworksBits()
    {
        var network = Networks.Create([200, 130, 2]);

        var initializers = Parse(network).Graph.Initializer;

        Assert.Equal(["weight0", "bias0", "weight1", "bias1"], initializers.Select(tensor => tensor.Name));
        Assert.All(initializers, tensor => Assert.Equal(Float32, tensor.DataType));
        Assert.Equal([[130, 200], [130], [2, 130], [2]], initializers.Select(tensor => tensor.Dims.ToArray()));
        Assert.Equal(
            network.Layers.SelectMany(layer => new[] { layer.Weight, layer.Bias }),
            initializers.Select(tensor => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray()));
    }

    [Fact]
    public void Write_SameModel_GivesTheSameBytes()
    {
        byte[] Write() => OnnxWriter.Write(new OnnxModel("pump", Networks.Create([5, 7, 2]), [new("a", "b")]));

        Assert.Equal(Write(), Write());
    }

    [Fact]
    public void Write_UnknownActivation_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Parse(Networks.Create([1, 1, 1], (Activation)9)));

    private static ModelProto Parse(TrainedNetwork network, params KeyValuePair<string, string>[] metadata) =>
        ModelProto.Parser.ParseFrom(OnnxWriter.Write(new OnnxModel("pump", network, metadata)));

    private static void AssertDeclared(ValueInfoProto value, string name, int width)
    {
        Assert.Equal(name, value.Name);
        Assert.Equal(Float32, value.Type.TensorType.ElemType);
        Assert.Equal(
            [("batch", 0), ("", width)],
            value.Type.TensorType.Shape.Dim.Select(dimension => (dimension.DimParam, dimension.DimValue)));
    }
}
