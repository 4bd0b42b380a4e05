using Distributed.Conformance.OnnxRuntime.Models;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Distributed.Conformance.OnnxRuntime;

public class MetadataTests
{
    [Fact]
    public void Inputs_OfALinearModel_AreDescribed()
    {
        using var session = new InferenceSession(TestModels.Linear([1, 2, 3, 4, 5, 6], [0, 0]));

        Assert.Equal(["x"], session.InputNames);
        var input = Assert.Single(session.InputMetadata);
        Assert.Equal("x", input.Key);
        Assert.Equal([-1, 3], input.Value.Dimensions);
        Assert.Equal(["batch", ""], input.Value.SymbolicDimensions);
        Assert.Equal(typeof(float), input.Value.ElementType);
        Assert.Equal(TensorElementType.Float, input.Value.ElementDataType);
        Assert.Equal(OnnxValueType.ONNX_TYPE_TENSOR, input.Value.OnnxValueType);
        Assert.True(input.Value.IsTensor);
        Assert.False(input.Value.IsString);
    }

    [Fact]
    public void Outputs_OfALinearModel_AreDescribed()
    {
        using var session = new InferenceSession(TestModels.Linear([1, 2, 3, 4, 5, 6], [0, 0]));

        Assert.Equal(["y"], session.OutputNames);
        Assert.Equal([-1, 2], session.OutputMetadata["y"].Dimensions);
    }

    [Fact]
    public void OutputNames_OfSeveralOutputs_KeepTheModelsOrder()
    {
        using var session = new InferenceSession(TestModels.ThreeOutputs([1], 0));

        Assert.Equal(["sum", "positive", "squashed"], session.OutputNames);
        Assert.Equal(3, session.OutputMetadata.Count);
    }

    [Fact]
    public void ModelMetadata_OfAFile_SaysWhatTheFileSays()
    {
        using var session = new InferenceSession(TestModels.Line(1, 0));

        var metadata = session.ModelMetadata;
        Assert.Equal("conformance", metadata.ProducerName);
        Assert.Equal("linear", metadata.GraphName);
        Assert.Equal("org.example", metadata.Domain);
        Assert.Equal("a model of the conformance suite", metadata.Description);
        Assert.Equal("a fully connected layer", metadata.GraphDescription);
        Assert.Equal(7, metadata.Version);
        Assert.Empty(metadata.CustomMetadataMap);
    }

    [Fact]
    public void CustomMetadataMap_WithSeveralEntries_HoldsThemAll()
    {
        var entries = new Dictionary<string, string>
        {
            ["experiment"] = "tutorial",
            ["spec"] = /*lang=json,strict*/ """{"epochs":100}""",
            ["naïve"] = "größer als 日本",
            ["empty"] = "",
        };
        using var session = new InferenceSession(TestModels.LineWithMetadata(1, 0, entries));

        Assert.Equal(entries, session.ModelMetadata.CustomMetadataMap);
    }

    [Fact]
    public void ModelMetadata_AskedTwice_IsTheSameObject()
    {
        using var session = new InferenceSession(TestModels.Line(1, 0));

        Assert.Same(session.ModelMetadata, session.ModelMetadata);
    }
}
