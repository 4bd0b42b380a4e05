using System.Net;
using System.Text.Json;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Protocol;

public sealed class MetadataTests
{
    [Fact]
    public async Task Server_Metadata_HasNameVersionAndExtensions()
    {
        await using var app = await InferenceApp.CreateAsync();

        var (_, answer) = await app.GetAsync("/v2");

        Assert.Equal("""{"name":"distributed","version":"0.1.0","extensions":["binary_tensor_data","model_repository","model_configuration","statistics","batch"]}""", JsonSerializer.Serialize(answer));
    }

    [Theory]
    [InlineData("/v2/health/live", """{"live":true}""")]
    [InlineData("/v2/health/ready", """{"ready":true}""")]
    public async Task Server_Health_IsASmallObject(string path, string expected)
    {
        await using var app = await InferenceApp.CreateAsync();

        var (response, answer) = await app.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, JsonSerializer.Serialize(answer));
    }

    [Fact]
    public async Task Model_Metadata_TellsTensorsAndVersions()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Counting(3, 2).Draft("m"));
        var second = await app.PublishAsync(LinearModel.Counting(3, 2).Draft("m"));

        var (_, answer) = await app.GetAsync("/v2/models/m");

        Assert.Equal("m", answer.GetProperty("name").GetString());
        Assert.Equal("onnx_onnxv1", answer.GetProperty("platform").GetString());
        Assert.Equal("""["1","2"]""", JsonSerializer.Serialize(answer.GetProperty("versions")));
        Assert.Equal("""[{"name":"x","datatype":"FP32","shape":[-1,3]}]""", JsonSerializer.Serialize(answer.GetProperty("inputs")));
        Assert.Equal("""[{"name":"y","datatype":"FP32","shape":[-1,2]}]""", JsonSerializer.Serialize(answer.GetProperty("outputs")));
        Assert.Equal("2", answer.GetProperty("properties").GetProperty("version").GetString());
        Assert.Equal(second.Manifest.Sha256, answer.GetProperty("properties").GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Model_VersionMetadata_IsOfThatVersion()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Counting(1, 1).Draft("m"));
        await app.PublishAsync(LinearModel.Counting(2, 1).Draft("m"));

        var (_, answer) = await app.GetAsync("/v2/models/m/versions/1");

        Assert.Equal("[-1,1]", JsonSerializer.Serialize(answer.GetProperty("inputs")[0].GetProperty("shape")));
    }

    [Fact]
    public async Task Model_Ready_NamesTheVersionThatAnswers()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));

        var (_, answer) = await app.GetAsync("/v2/models/m/ready");

        Assert.Equal("""{"ready":true,"name":"m","version":"1"}""", JsonSerializer.Serialize(answer));
    }

    [Theory]
    [InlineData("/v2/models/m/config")]
    [InlineData("/v2/models/m/versions/1/config")]
    public async Task Model_Config_IsOfOneRowInTritonsWords(string path)
    {
        await using var app = await InferenceApp.CreateAsync(("Serving:MaxBatch", "64"));
        await app.PublishAsync(LinearModel.Counting(3, 2).Draft("m"));

        var (_, answer) = await app.GetAsync(path);

        Assert.Equal(
            """{"name":"m","platform":"onnxruntime_onnx","backend":"onnxruntime","max_batch_size":64,"input":[{"name":"x","data_type":"TYPE_FP32","dims":[3]}],"output":[{"name":"y","data_type":"TYPE_FP32","dims":[2]}]}""",
            JsonSerializer.Serialize(answer));
    }

    [Theory]
    [InlineData("/v2/models/none/config")]
    [InlineData("/v2/models/none")]
    [InlineData("/v2/models/none/ready")]
    [InlineData("/v2/models/none/versions/1")]
    [InlineData("/v2/models/none/versions/1/ready")]
    public async Task Model_Unknown_Is404(string path)
    {
        await using var app = await InferenceApp.CreateAsync();

        var (response, answer) = await app.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("there is no model 'none'", answer.GetProperty("error").GetString());
    }
}
