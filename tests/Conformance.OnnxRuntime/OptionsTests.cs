using Distributed.Conformance.OnnxRuntime.Models;
using Microsoft.ML.OnnxRuntime;

namespace Distributed.Conformance.OnnxRuntime;

public class OptionsTests
{
    [Fact]
    public void SessionOptions_New_HasTheDocumentedDefaults()
    {
        using var options = new SessionOptions();

        Assert.Equal(0, options.IntraOpNumThreads);
        Assert.Equal(0, options.InterOpNumThreads);
        Assert.Equal(ExecutionMode.ORT_SEQUENTIAL, options.ExecutionMode);
        Assert.Equal(GraphOptimizationLevel.ORT_ENABLE_ALL, options.GraphOptimizationLevel);
        Assert.True(options.EnableCpuMemArena);
        Assert.True(options.EnableMemoryPattern);
        Assert.Equal(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, options.LogSeverityLevel);
        Assert.Equal("", options.LogId);
    }

    [Fact]
    public void Session_WithEveryOptionSet_Runs()
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_PARALLEL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            EnableCpuMemArena = false,
            EnableMemoryPattern = false,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            LogVerbosityLevel = 1,
            LogId = "conformance",
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using var session = new InferenceSession(TestModels.Line(2, 1), options);

        Assert.Equal([7], session.Predict([3]));
        Assert.Equal(1, options.IntraOpNumThreads);
        Assert.Equal(ExecutionMode.ORT_PARALLEL, options.ExecutionMode);
        Assert.False(options.EnableCpuMemArena);
        Assert.False(options.EnableMemoryPattern);
        Assert.Equal("conformance", options.LogId);
    }

    [Fact]
    public void RunOptions_New_HasTheDocumentedDefaults()
    {
        using var options = new RunOptions();

        Assert.False(options.Terminate);
        Assert.Equal("", options.LogId);
        Assert.Equal(0, options.LogVerbosityLevel);
        Assert.Equal(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, options.LogSeverityLevel);
    }

    [Fact]
    public void OneSetOfOptions_ForManySessions_IsNotUsedUp()
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        for (var i = 0; i < 10; i++)
        {
            using var session = new InferenceSession(TestModels.Line(i, 0), options);
            Assert.Equal([i], session.Predict([1]));
        }
    }
}
