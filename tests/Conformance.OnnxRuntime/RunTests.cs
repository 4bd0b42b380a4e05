using Distributed.Conformance.OnnxRuntime.Models;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Distributed.Conformance.OnnxRuntime;

public class RunTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Run_AnyBatchSize_AppliesTheModelToEachRow(int batch)
    {
        using var session = new InferenceSession(TestModels.Linear([1, 10, 100, -1, 2, 0.5f], [1000, 0]));
        var rows = new float[batch * 3];
        var expected = new float[batch * 2];
        for (var row = 0; row < batch; row++)
        {
            // Small whole numbers and halves: every sum is exact in single precision.
            (rows[row * 3], rows[(row * 3) + 1], rows[(row * 3) + 2]) = (row, row + 1, row + 2);
            expected[row * 2] = (111 * row) + 210 + 1000;
            expected[(row * 2) + 1] = (1.5f * row) + 3;
        }

        Assert.Equal(expected, session.Predict(rows, features: 3));
    }

    [Fact]
    public void Run_Outputs_HaveTypeAndShape()
    {
        using var session = new InferenceSession(TestModels.Linear([1, 2], [0, 0]));
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory<float>([1, 2, 3], [3, 1]);
        using var outputs = session.Run(options, ["x"], [input], ["y"]);

        var output = Assert.Single(outputs);
        Assert.True(output.IsTensor);
        Assert.Equal(OnnxValueType.ONNX_TYPE_TENSOR, output.OnnxType);
        var info = output.GetTensorTypeAndShape();
        Assert.Equal([3L, 2L], info.Shape);
        Assert.Equal(2, info.DimensionsCount);
        Assert.Equal(6, info.ElementCount);
        Assert.Equal(TensorElementType.Float, info.ElementDataType);
        Assert.False(info.IsString);
        Assert.Equal([1, 2, 2, 4, 3, 6], output.GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void Run_SeveralOutputs_ComeInTheOrderAskedFor()
    {
        using var session = new InferenceSession(TestModels.ThreeOutputs([2], 0));
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory<float>([-1, 0.25f], [2, 1]);
        using var outputs = session.Run(options, ["x"], [input], ["squashed", "sum"]);

        Assert.Equal(2, outputs.Count);
        Assert.Equal([-2, 0.5f], outputs[1].GetTensorDataAsSpan<float>().ToArray());
        Assert.Equal(MathF.Tanh(-2), outputs[0].GetTensorDataAsSpan<float>()[0], 1e-6f);
        Assert.Equal(MathF.Tanh(0.5f), outputs[0].GetTensorDataAsSpan<float>()[1], 1e-6f);
    }

    [Fact]
    public void Run_NamedInputs_GivesTheSameOutputs()
    {
        using var session = new InferenceSession(TestModels.ThreeOutputs([2], 1));
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory<float>([-3], [1, 1]);
        var inputs = new Dictionary<string, OrtValue> { ["x"] = input };
        using var outputs = session.Run(options, inputs, session.OutputNames);

        Assert.Equal(-5, outputs[0].GetTensorDataAsSpan<float>()[0]);
        Assert.Equal(0, outputs[1].GetTensorDataAsSpan<float>()[0]);
    }

    [Fact]
    public void Run_CollectionsThatAreNoLists_AreAccepted()
    {
        using var session = new InferenceSession(TestModels.Line(2, 1));
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory<float>([3], [1, 1]);
        using var outputs = session.Run(
            options, new HashSet<string> { "x" }, new HashSet<OrtValue> { input }, new HashSet<string> { "y" });

        Assert.Equal(7, outputs[0].GetTensorDataAsSpan<float>()[0]);
    }

    [Fact]
    public void Run_NoRows_GivesNoRows()
    {
        using var session = new InferenceSession(TestModels.Line(2, 1));
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(Array.Empty<float>(), [0, 1]);
        using var outputs = session.Run(options, ["x"], [input], ["y"]);

        Assert.Equal([0L, 1L], outputs[0].GetTensorTypeAndShape().Shape);
        Assert.True(outputs[0].GetTensorDataAsSpan<float>().IsEmpty);
    }

    [Fact]
    public void Run_ValuesThatAreNotFinite_FollowFloatingPointArithmetic()
    {
        using var session = new InferenceSession(TestModels.Line(2, 1));

        Assert.Equal(
            [float.NaN, float.PositiveInfinity, float.NegativeInfinity],
            session.Predict([float.NaN, float.PositiveInfinity, float.NegativeInfinity]));
    }

    [Fact]
    public void Run_TerminatedOptions_ThrowsUntilTheyAreReset()
    {
        using var session = new InferenceSession(TestModels.Line(2, 1));
        using var options = new RunOptions { Terminate = true };
        using var input = OrtValue.CreateTensorValueFromMemory<float>([3], [1, 1]);

        Assert.Throws<OnnxRuntimeException>(() => session.Run(options, ["x"], [input], ["y"]));

        options.Terminate = false;
        using var outputs = session.Run(options, ["x"], [input], ["y"]);
        Assert.Equal(7, outputs[0].GetTensorDataAsSpan<float>()[0]);
    }
}
