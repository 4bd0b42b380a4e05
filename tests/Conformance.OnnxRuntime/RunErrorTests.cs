using Distributed.Conformance.OnnxRuntime.Models;
using Microsoft.ML.OnnxRuntime;

namespace Distributed.Conformance.OnnxRuntime;

public sealed class RunErrorTests : IDisposable
{
    private readonly InferenceSession _session = new(TestModels.Linear([1, 2], [0]));
    private readonly RunOptions _options = new();
    private readonly OrtValue _row = OrtValue.CreateTensorValueFromMemory<float>([1, 2], [1, 2]);

    public void Dispose()
    {
        _row.Dispose();
        _options.Dispose();
        _session.Dispose();
    }

    [Fact]
    public void Run_UnknownInputName_NamesIt()
    {
        var error = Assert.Throws<OnnxRuntimeException>(() => _session.Run(_options, ["features"], [_row], ["y"]));
        Assert.Equal("[ErrorCode:InvalidArgument] Input name: 'features' is not in the metadata", error.Message);
    }

    [Fact]
    public void Run_UnknownOutputName_NamesIt()
    {
        var error = Assert.Throws<OnnxRuntimeException>(() => _session.Run(_options, ["x"], [_row], ["z"]));
        Assert.Equal("[ErrorCode:InvalidArgument] Output name: 'z' is not in the metadata", error.Message);
    }

    [Fact]
    public void Run_UnknownNameAmongNamedInputs_NamesIt()
    {
        var inputs = new Dictionary<string, OrtValue> { ["features"] = _row };

        var error = Assert.Throws<OnnxRuntimeException>(() => _session.Run(_options, inputs, ["y"]));
        Assert.Equal("[ErrorCode:InvalidArgument] Input name: 'features' is not in the metadata", error.Message);
    }

    [Fact]
    public void Run_WrongWidth_IsAnInvalidArgument()
    {
        using var row = OrtValue.CreateTensorValueFromMemory<float>([1, 2, 3], [1, 3]);

        var error = Assert.Throws<OnnxRuntimeException>(() => _session.Run(_options, ["x"], [row], ["y"]));
        Assert.StartsWith("[ErrorCode:InvalidArgument] ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Got: 3 Expected: 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WrongRank_IsAnInvalidArgument()
    {
        using var row = OrtValue.CreateTensorValueFromMemory<float>([1, 2], [2]);

        var error = Assert.Throws<OnnxRuntimeException>(() => _session.Run(_options, ["x"], [row], ["y"]));
        Assert.StartsWith("[ErrorCode:InvalidArgument] ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WrongElementType_IsAnInvalidArgument()
    {
        using var row = OrtValue.CreateTensorValueFromMemory<double>([1, 2], [1, 2]);

        var error = Assert.Throws<OnnxRuntimeException>(() => _session.Run(_options, ["x"], [row], ["y"]));
        Assert.StartsWith("[ErrorCode:InvalidArgument] ", error.Message, StringComparison.Ordinal);
        Assert.Contains("tensor(double)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_MissingInput_Throws()
    {
        var error = Assert.Throws<OnnxRuntimeException>(() => _session.Run(_options, [], Array.Empty<OrtValue>(), ["y"]));
        Assert.StartsWith("[ErrorCode:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_MoreNamesThanInputs_IsAnArgumentException()
    {
        var error = Assert.Throws<ArgumentException>(() => _session.Run(_options, ["x", "x"], [_row], ["y"]));
        Assert.Equal("Length of inputNames (2) must match that of inputValues (1).", error.Message);
    }

    [Fact]
    public void Run_FewerOutputsThanNames_IsAnArgumentException()
    {
        var error = Assert.Throws<ArgumentException>(() => _session.Run(null, ["x"], [_row], ["y"], Array.Empty<OrtValue>()));
        Assert.Equal("Length of outputNames (1) must match that of outputValues (0).", error.Message);
    }

    [Fact]
    public void Run_AfterAnError_WorksAgain()
    {
        Assert.Throws<OnnxRuntimeException>(() => _session.Run(_options, ["x"], [_row], ["z"]));

        Assert.Equal([5], _session.Predict([1, 2], features: 2));
    }
}
