using System.Text.Json;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Grpc;

public sealed class NodeTests
{
    [Fact]
    public async Task Calls_FromNode_AreAnswered()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Counting(2, 1).Draft("m"));
        await using var node = NodeClient.Start(app.Port);

        await ExpectAsync(node, "ServerLive", "{}", """{"answer":{"live":true}}""");
        await ExpectAsync(node, "ServerReady", "{}", """{"answer":{"ready":true}}""");
        await ExpectAsync(node, "ModelReady", """{"name":"m"}""", """{"answer":{"ready":true}}""");
        await ExpectAsync(
            node, "ModelMetadata", """{"name":"m"}""",
            """
            {"answer":{"name":"m","versions":["1"],"platform":"onnx_onnxv1",
             "inputs":[{"name":"x","datatype":"FP32","shape":[-1,2]}],"outputs":[{"name":"y","datatype":"FP32","shape":[-1,1]}]}}
            """);
        await ExpectAsync(node, "RepositoryIndex", "{}", """{"answer":{"models":[{"name":"m","version":"1","state":"READY"}]}}""");
        await ExpectAsync(node, "RepositoryModelUnload", """{"model_name":"m"}""", """{"answer":{}}""");
        await ExpectAsync(node, "RepositoryModelLoad", """{"model_name":"m"}""", """{"answer":{}}""");
    }

    [Fact]
    public async Task Infer_FromNode_TypedAndRaw()
    {
        await using var app = await GrpcApp.CreateAsync();
        var model = LinearModel.Counting(2, 1);
        await app.Service.PublishAsync(model.Draft("m"));
        await using var node = NodeClient.Start(app.Port);
        var expected = model.Predict(1, 2)[0];

        var typed = await node.CallAsync(
            "ModelInfer",
            """{"model_name":"m","id":"7","inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"contents":{"fp32_contents":[1,2]}}]}""");
        var raw = await node.CallAsync(
            "ModelInfer",
            """{"model_name":"m","inputs":[{"name":"x","datatype":"FP32","shape":[1,2]}],"raw_input_contents":["AACAPwAAAEA="]}""");

        var answer = typed.GetProperty("answer");
        Assert.Equal("m 1 7", $"{answer.GetProperty("model_name")} {answer.GetProperty("model_version")} {answer.GetProperty("id")}");
        Assert.Equal(expected, answer.GetProperty("outputs")[0].GetProperty("contents").GetProperty("fp32_contents")[0].GetSingle());
        var bytes = raw.GetProperty("answer").GetProperty("raw_output_contents")[0].GetBytesFromBase64();
        Assert.Equal(expected, BitConverter.ToSingle(bytes));
    }

    [Fact]
    public async Task Faults_FromNode_HaveTheirCodeAndWords()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        await using var node = NodeClient.Start(app.Port);

        await ExpectAsync(node, "ModelInfer", """{"model_name":"größe %"}""", """{"code":5,"details":"there is no model 'größe %'"}""");
        await ExpectAsync(node, "ModelInfer", """{"model_name":"m"}""", """{"code":3,"details":"the body has no 'inputs'"}""");
        await ExpectAsync(
            node, "ModelMetadata", """{"name":"m","version":"9"}""",
            """{"code":5,"details":"model 'm' has no version '9'; the newest is 1"}""");
        var late = await node.CallAsync("ModelInfer", """{"model_name":"m"}""", milliseconds: 0);
        Assert.Equal(4, late.GetProperty("code").GetInt32());
    }

    private static async Task ExpectAsync(NodeClient node, string method, string request, string expected)
    {
        var answer = await node.CallAsync(method, request);

        Assert.True(JsonElement.DeepEquals(JsonSerializer.Deserialize<JsonElement>(expected), answer), $"{method} answered {answer}");
    }
}
