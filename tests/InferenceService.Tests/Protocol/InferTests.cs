using System.Net;
using System.Text;
using System.Text.Json;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Protocol;

public sealed class InferTests
{
    private static readonly LinearModel Model = LinearModel.Counting(features: 3, targets: 2);

    [Theory]
    [InlineData("""[1, 2, 3, 4, 5, 6]""")]
    [InlineData("""[[1, 2, 3], [4, 5, 6]]""")]
    public async Task Infer_FlatAndNestedData_AreTheSame(string data)
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(Model.Draft("m"));

        var (response, answer) = await app.InferAsync(
            "/v2/models/m/infer", $$"""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":{{data}}}]}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([.. Model.Predict(1, 2, 3), .. Model.Predict(4, 5, 6)], Bodies.Values(answer));
        Assert.Equal([2, 2], Bodies.Shape(answer));
    }

    [Fact]
    public async Task Infer_Answer_HasExactlyTheProtocolsFields()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(2, 1).Draft("m"));

        var (response, answer) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 3));

        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            """{"model_name":"m","model_version":"1","outputs":[{"name":"y","datatype":"FP32","shape":[1,1],"data":[7]}]}""",
            JsonSerializer.Serialize(answer));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(5_000)]
    public async Task Infer_AnyBatchSize_PredictsEveryRow(int rows)
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(0.5f, -1).Draft("m"));
        float[] x = [.. Enumerable.Range(0, rows).Select(i => i / 8f)];

        var (_, answer) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, x));

        Assert.Equal([rows, 1], Bodies.Shape(answer));
        Assert.Equal([.. x.Select(value => (0.5f * value) - 1)], Bodies.Values(answer));
    }

    [Fact]
    public async Task Infer_Version_AnswersWithThatVersion()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        await app.PublishAsync(LinearModel.Line(2, 0).Draft("m"));

        var (_, first) = await app.InferAsync("/v2/models/m/versions/1/infer", Bodies.Flat(1, 5));
        var (_, newest) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 5));

        Assert.Equal("1", first.GetProperty("model_version").GetString());
        Assert.Equal([5f], Bodies.Values(first));
        Assert.Equal("2", newest.GetProperty("model_version").GetString());
        Assert.Equal([10f], Bodies.Values(newest));
    }

    [Fact]
    public async Task Infer_FieldsInAnyOrderWithExtras_Accepted()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(2, 1).Draft("m"));

        var (response, answer) = await app.InferAsync("/v2/models/m/infer", """
            {"unknown":[{"a":[1,{}]}],"outputs":[{"parameters":{"p":1},"name":"y"}],"parameters":{"s":"t","b":true,"n":1.5},
             "inputs":[{"data":[4],"parameters":{"q":"r"},"datatype":"FP32","more":null,"shape":[1,1],"name":"x"}],"id":"a \"quoted\" ü"}
            """);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([9f], Bodies.Values(answer));
        Assert.Equal("a \"quoted\" ü", answer.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/octet-stream")]
    public async Task Infer_AnyContentType_IsReadAsJson(string? contentType)
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(2, 1).Draft("m"));
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Bodies.Flat(1, 3)));
        content.Headers.ContentType = contentType is null ? null : new(contentType);

        using var response = await app.Client.PostAsync(new Uri("/v2/models/m/infer", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("FP64", "0.1", 0.1f)]
    [InlineData("FP64", "16777217", 16777216f)]
    [InlineData("INT8", "-128", -128f)]
    [InlineData("INT16", "32767", 32767f)]
    [InlineData("INT32", "16777216", 16777216f)]
    [InlineData("INT64", "-3.0", -3f)]
    [InlineData("UINT8", "255", 255f)]
    [InlineData("UINT16", "65535", 65535f)]
    [InlineData("UINT32", "1e3", 1000f)]
    [InlineData("UINT64", "0", 0f)]
    [InlineData("BOOL", "true", 1f)]
    [InlineData("BOOL", "0", 0f)]
    public async Task Infer_OtherDatatype_IsTakenAsTheNearestFloat(string datatype, string value, float expected)
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));

        var (_, answer) = await app.InferAsync(
            "/v2/models/m/infer", $$"""{"inputs":[{"name":"x","shape":[1,1],"datatype":"{{datatype}}","data":[{{value}}]}]}""");

        Assert.Equal([expected], Bodies.Values(answer));
    }

    [Fact]
    public async Task Infer_OutputNotFinite_IsNullInValidJson()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1e30f, 0).Draft("m"));

        var (response, answer) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1e30f, -1e30f, 2f));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var data = answer.GetProperty("outputs")[0].GetProperty("data");
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Number], data.EnumerateArray().Select(value => value.ValueKind));
        Assert.Equal(2e30f, data[2].GetSingle());
    }
}
