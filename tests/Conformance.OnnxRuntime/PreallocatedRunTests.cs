using Distributed.Conformance.OnnxRuntime.Models;
using Microsoft.ML.OnnxRuntime;

namespace Distributed.Conformance.OnnxRuntime;

public class PreallocatedRunTests
{
    [Fact]
    public void Run_IntoAnArray_WritesTheOutputsThere()
    {
        using var session = new InferenceSession(TestModels.Line(2, 1));
        var predictions = new float[3];
        using var input = OrtValue.CreateTensorValueFromMemory<float>([1, 2, 3], [3, 1]);
        using var output = OrtValue.CreateTensorValueFromMemory(predictions, [3, 1]);
        session.Run(null, ["x"], [input], ["y"], [output]);

        Assert.Equal([3, 5, 7], predictions);
    }

    [Fact]
    public void Run_AgainAfterWritingTheInputArray_SeesTheNewValues()
    {
        using var session = new InferenceSession(TestModels.Line(2, 1));
        var features = new float[1];
        var predictions = new float[1];
        using var input = OrtValue.CreateTensorValueFromMemory(features, [1, 1]);
        using var output = OrtValue.CreateTensorValueFromMemory(predictions, [1, 1]);
        string[] inputNames = ["x"], outputNames = ["y"];
        OrtValue[] inputs = [input], outputs = [output];
        for (var i = 0; i < 100; i++)
        {
            features[0] = i;
            session.Run(null, inputNames, inputs, outputNames, outputs);
            Assert.Equal((2 * i) + 1, predictions[0]);
        }
    }

    [Fact]
    public void Run_WithOptions_WritesTheOutputs()
    {
        using var session = new InferenceSession(TestModels.Line(2, 1));
        using var options = new RunOptions { LogId = "one run" };
        var predictions = new float[1];
        using var input = OrtValue.CreateTensorValueFromMemory<float>([3], [1, 1]);
        using var output = OrtValue.CreateTensorValueFromMemory(predictions, [1, 1]);
        session.Run(options, ["x"], [input], ["y"], [output]);

        Assert.Equal([7], predictions);
    }

    [Fact]
    public void Run_SeveralOutputs_WritesEach()
    {
        using var session = new InferenceSession(TestModels.ThreeOutputs([2], 0));
        float[] positive = new float[2], sum = new float[2];
        using var input = OrtValue.CreateTensorValueFromMemory<float>([-1, 1], [2, 1]);
        using var positiveValue = OrtValue.CreateTensorValueFromMemory(positive, [2, 1]);
        using var sumValue = OrtValue.CreateTensorValueFromMemory(sum, [2, 1]);
        session.Run(null, ["x"], [input], ["positive", "sum"], [positiveValue, sumValue]);

        Assert.Equal([0, 2], positive);
        Assert.Equal([-2, 2], sum);
    }

    [Fact]
    public void Run_OutputOfTheWrongShape_Throws()
    {
        using var session = new InferenceSession(TestModels.Line(2, 1));
        using var input = OrtValue.CreateTensorValueFromMemory<float>([1, 2, 3], [3, 1]);
        using var output = OrtValue.CreateTensorValueFromMemory(new float[2], [2, 1]);

        Assert.Throws<OnnxRuntimeException>(() => session.Run(null, ["x"], [input], ["y"], [output]));
    }

    [Fact]
    public void Run_ThroughABinding_ReadsAndWritesTheBoundMemory()
    {
        using var session = new InferenceSession(TestModels.Line(2, 1));
        using var options = new RunOptions();
        using var binding = session.CreateIoBinding();
        float[] features = [3], predictions = [0];
        using var input = OrtValue.CreateTensorValueFromMemory(features, [1, 1]);
        using var output = OrtValue.CreateTensorValueFromMemory(predictions, [1, 1]);
        binding.BindInput("x", input);
        binding.BindOutput("y", output);

        session.RunWithBinding(options, binding);
        Assert.Equal([7], predictions);

        features[0] = 10;
        session.RunWithBinding(options, binding);
        Assert.Equal([21], predictions);
    }

    [Fact]
    public void Run_ThroughSeveralBindingsOfOneSessionAtOnce_EachSeesItsOwnMemory()
    {
        using var session = new InferenceSession(TestModels.Line(2, 1));
        using var options = new RunOptions();
        Parallel.For(0, 4, first =>
        {
            using var binding = session.CreateIoBinding();
            float[] features = [0], predictions = [0];
            using var input = OrtValue.CreateTensorValueFromMemory(features, [1, 1]);
            using var output = OrtValue.CreateTensorValueFromMemory(predictions, [1, 1]);
            binding.BindInput("x", input);
            binding.BindOutput("y", output);
            for (var i = 0; i < 1_000; i++)
            {
                features[0] = first + i;
                session.RunWithBinding(options, binding);
                Assert.Equal((2 * (first + i)) + 1, predictions[0]);
            }
        });
    }
}
