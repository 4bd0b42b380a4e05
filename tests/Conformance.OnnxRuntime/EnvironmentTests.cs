using Microsoft.ML.OnnxRuntime;

namespace Distributed.Conformance.OnnxRuntime;

public class EnvironmentTests
{
    [Fact]
    public void Instance_AskedTwice_IsTheSame()
    {
        Assert.Same(OrtEnv.Instance(), OrtEnv.Instance());
        Assert.True(OrtEnv.IsCreated);
    }

    [Fact]
    public void GetVersionString_OfTheEngine_IsAVersion()
    {
        var version = Version.Parse(OrtEnv.Instance().GetVersionString());

        Assert.True(version >= new Version(1, 23), $"ONNX Runtime {version} is older than 1.23.");
    }

    [Fact]
    public void CreateInstanceWithOptions_WhenThereIsOne_Throws()
    {
        OrtEnv.Instance();
        var options = new EnvironmentCreationOptions { logId = "second" };

        var error = Assert.Throws<OnnxRuntimeException>(() => OrtEnv.CreateInstanceWithOptions(ref options));
        Assert.StartsWith("[ErrorCode:RuntimeException] ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DefaultInstances_OfMemoryAndAllocator_AreShared()
    {
        Assert.Same(OrtMemoryInfo.DefaultInstance, OrtMemoryInfo.DefaultInstance);
        Assert.Same(OrtAllocator.DefaultInstance, OrtAllocator.DefaultInstance);
        Assert.False(OrtMemoryInfo.DefaultInstance.IsInvalid);
        Assert.False(OrtAllocator.DefaultInstance.IsInvalid);
    }
}
