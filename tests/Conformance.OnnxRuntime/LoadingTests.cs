using System.Security.Cryptography;
using Distributed.Conformance.OnnxRuntime.Models;
using Microsoft.ML.OnnxRuntime;

namespace Distributed.Conformance.OnnxRuntime;

public class LoadingTests
{
    [Fact]
    public void Constructor_FromAFile_LoadsTheModel()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N} ü.onnx");
        File.WriteAllBytes(path, TestModels.Line(2, 1));
        try
        {
            using var session = new InferenceSession(path);
            Assert.Equal([7], session.Predict([3]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Constructor_MissingFile_SaysNoSuchFile()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");

        var error = Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(path));
        Assert.StartsWith("[ErrorCode:NoSuchFile] ", error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_BytesThatAreNoModel_SaysInvalidProtobuf()
    {
        var noise = RandomNumberGenerator.GetBytes(1000);
        noise[0] = 0xFF;

        var error = Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(noise));
        Assert.StartsWith("[ErrorCode:InvalidProtobuf] ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_TruncatedModel_Throws()
    {
        var model = TestModels.Line(2, 1);

        var error = Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(model[..^10]));
        Assert.StartsWith("[ErrorCode:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_UnknownOperator_NamesIt()
    {
        var error = Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(TestModels.UnknownOperator()));
        Assert.Contains("NoSuchOperator", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_AfterAFailure_LoadsTheNextModel()
    {
        Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(TestModels.UnknownOperator()));

        using var session = new InferenceSession(TestModels.Line(2, 1));
        Assert.Equal([7], session.Predict([3]));
    }

    [Fact]
    public void Constructor_BytesChangedAfterwards_DoesNotMatter()
    {
        var model = TestModels.Line(2, 1);
        using var session = new InferenceSession(model);
        Array.Clear(model);

        Assert.Equal([7], session.Predict([3]));
    }
}
