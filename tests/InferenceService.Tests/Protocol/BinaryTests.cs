using System.Net;
using System.Text.Json;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Protocol;

public sealed class BinaryTests
{
    private static readonly Uri Infer = new("/v2/models/m/infer", UriKind.Relative);
    private static readonly LinearModel Model = LinearModel.Counting(features: 3, targets: 2);

    [Theory]
    [InlineData("")]
    [InlineData(""","outputs":[{"name":"y"}]""")]
    [InlineData(""","parameters":{"binary_data_output":true},"outputs":[{"name":"y","parameters":{"binary_data":false}}]""")]
    public async Task Infer_BinaryInput_IsAnsweredAsJsonUnlessAskedOtherwise(string rest)
    {
        await using var app = await CreateAsync();

        using var response = await app.Client.PostAsync(Infer, Singles(rest, 1, 2, 3, 4, 5, 6));

        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var (json, _) = await BinaryBody.ReadAsync(response);
        Assert.Equal([.. Model.Predict(1, 2, 3), .. Model.Predict(4, 5, 6)], Bodies.Values(json));
    }

    [Theory]
    [InlineData(""","parameters":{"binary_data_output":true}""")]
    [InlineData(""","outputs":[{"name":"y","parameters":{"binary_data":true}}]""")]
    [InlineData(""","parameters":{"binary_data_output":false},"outputs":[{"parameters":{"binary_data":true},"name":"y"}]""")]
    public async Task Infer_BinaryOutput_IsTheBytesBehindTheJson(string rest)
    {
        await using var app = await CreateAsync();

        using var response = await app.Client.PostAsync(Infer, Singles(rest + ""","id":"7" """, 1, 2, 3, 4, 5, 6));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.MediaType);
        var (json, values) = await BinaryBody.ReadAsync(response);
        Assert.Equal(
            """{"model_name":"m","model_version":"1","id":"7","outputs":[{"name":"y","datatype":"FP32","shape":[2,2],"parameters":{"binary_data_size":16}}]}""",
            JsonSerializer.Serialize(json));
        Assert.Equal([.. Model.Predict(1, 2, 3), .. Model.Predict(4, 5, 6)], values);
    }

    [Fact]
    public async Task Infer_JsonInput_MayBeAnsweredInBinary()
    {
        await using var app = await CreateAsync();
        using var body = new StringContent(
            """{"inputs":[{"name":"x","shape":[1,3],"datatype":"FP32","data":[1,2,3]}],"parameters":{"binary_data_output":true}}""");

        using var response = await app.Client.PostAsync(Infer, body);

        Assert.Equal(Model.Predict(1, 2, 3), (await BinaryBody.ReadAsync(response)).Values);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1_000)]
    public async Task Infer_RawRequest_HasAsManyRowsAsItsBytesMake(int rows)
    {
        await using var app = await CreateAsync();
        float[] x = [.. Enumerable.Range(0, rows * 3).Select(i => (float)i)];

        using var response = await app.Client.PostAsync(Infer, BinaryBody.Request("", BinaryBody.Bytes(x)));

        var (json, values) = await BinaryBody.ReadAsync(response);
        Assert.Equal([rows, 2], Bodies.Shape(json));
        Assert.Equal([.. x.Chunk(3).SelectMany(row => Model.Predict(row))], values);
    }

    [Fact]
    public async Task Infer_BinaryOfOtherTypes_IsConverted()
    {
        await using var app = await CreateAsync();
        var expected = Model.Predict(1, 0, 1);
        (string Type, byte[] Bytes)[] tensors =
        [
            ("FP64", BinaryBody.Bytes(1d, 0, 1)), ("FP16", BinaryBody.Bytes((Half)1, (Half)0, (Half)1)), ("BF16", [0x80, 0x3F, 0, 0, 0x80, 0x3F]),
            ("INT8", BinaryBody.Bytes<sbyte>(1, 0, 1)), ("INT16", BinaryBody.Bytes<short>(1, 0, 1)), ("INT32", BinaryBody.Bytes(1, 0, 1)),
            ("INT64", BinaryBody.Bytes(1L, 0, 1)), ("UINT8", BinaryBody.Bytes<byte>(1, 0, 1)), ("UINT16", BinaryBody.Bytes<ushort>(1, 0, 1)),
            ("UINT32", BinaryBody.Bytes<uint>(1, 0, 1)), ("UINT64", BinaryBody.Bytes<ulong>(1, 0, 1)), ("BOOL", BinaryBody.Bytes(true, false, true)),
        ];
        foreach (var (type, bytes) in tensors)
        {
            using var response = await app.Client.PostAsync(Infer, BinaryBody.Request(BinaryBody.Json(type, 1, 3, bytes.Length), bytes));
            Assert.Equal(expected, Bodies.Values((await BinaryBody.ReadAsync(response)).Json));
        }
    }

    [Fact]
    public async Task Infer_NotFinite_PassesAsBinaryAndIsNullAsJson()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        var bytes = BinaryBody.Bytes(float.NaN, float.PositiveInfinity, float.NegativeInfinity, 2f);

        using var binary = await app.Client.PostAsync(Infer, BinaryBody.Request("", bytes));
        using var json = await app.Client.PostAsync(Infer, BinaryBody.Request(BinaryBody.Json("FP32", 4, 1, 16), bytes));

        float[] expected = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 2f];
        Assert.Equal(expected, (await BinaryBody.ReadAsync(binary)).Values);
        Assert.Equal(
            [JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Number],
            (await BinaryBody.ReadAsync(json)).Json.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(value => value.ValueKind));
    }

    public static TheoryData<string, int, string?, string> Faulty { get; } = new()
    {
        { BinaryBody.Json("FP32", 1, 3, 12), 12, "-1", "Inference-Header-Content-Length must be the number of bytes" },
        { BinaryBody.Json("FP32", 1, 3, 12), 12, "x", "Inference-Header-Content-Length must be the number of bytes" },
        { BinaryBody.Json("FP32", 1, 3, 12), 12, "9999", "Inference-Header-Content-Length is 9999; the body has" },
        { BinaryBody.Json("FP32", 1, 3, 12), 12, "5", "not valid JSON" },
        { BinaryBody.Json("FP32", 1, 3, 12), 11, null, "inputs[0] has a binary_data_size of 12; 11 bytes are left" },
        { BinaryBody.Json("FP32", 1, 3, 12), 13, null, "goes on for 1 bytes after its tensors" },
        { BinaryBody.Json("FP32", 1, 3, 8), 8, null, "input 'x' has 8 bytes of binary data; the shape [1, 3] of FP32 needs 12" },
        { BinaryBody.Json("FP64", 1, 3, 12), 12, null, "the shape [1, 3] of FP64 needs 24" },
        { BinaryBody.Json("BYTES", 1, 3, 12), 12, null, "has the datatype 'BYTES'; allowed are" },
        { BinaryBody.Json("FP32", 3, 1, 12), 12, null, "has the shape [3, 1]; model 'm' version 1 takes [-1, 3]" },
        { """{"inputs":[{"name":"x","shape":[1,3],"datatype":"FP32","data":[1,2,3],"parameters":{"binary_data_size":12}}]}""", 12, null, "both 'data' and a binary_data_size" },
        { """{"inputs":[{"name":"x","shape":[1,3],"parameters":{"binary_data_size":12}}]}""", 12, null, "input 'x' has no 'datatype'" },
        { """{"inputs":[{"datatype":"FP32","parameters":{"binary_data_size":12}}]}""", 12, null, "input '[0]' has no 'shape'" },
        { """{"inputs":[{"name":"x","parameters":{"binary_data_size":"12"}}]}""", 12, null, "inputs[0].parameters.binary_data_size must be an integer" },
        { """{"inputs":[],"parameters":{"binary_data_output":1}}""", 0, null, "parameters.binary_data_output is a number; it must be a boolean" },
        { """{"inputs":[],"outputs":[{"parameters":{"binary_data":"yes"}}]}""", 0, null, "outputs[0].parameters.binary_data is a string; it must be a boolean" },
        { "", 13, null, "the body has 13 bytes of binary data" },
        { "", 16, null, "input 'x' has 4 values; model 'm' version 1 takes 3 in a row" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task Infer_FaultyBinary_IsOneSentenceWithStatus400(string json, int bytes, string? headerLength, string expected)
    {
        await using var app = await CreateAsync();

        using var response = await app.Client.PostAsync(Infer, BinaryBody.Request(json, new byte[bytes], headerLength));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetString();
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_BinarySizeWithoutTheHeader_IsAFault()
    {
        await using var app = await CreateAsync();

        var (response, answer) = await app.InferAsync("/v2/models/m/infer", BinaryBody.Json("FP32", 1, 3, 12));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("has a binary_data_size, but the request has no bytes for it", answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private static async Task<InferenceApp> CreateAsync()
    {
        var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(Model.Draft("m"));
        return app;
    }

    private static ByteArrayContent Singles(string rest, params float[] values) =>
        BinaryBody.Request(BinaryBody.Json("FP32", values.Length / 3, 3, values.Length * 4, rest), BinaryBody.Bytes(values));
}
