using Distributed.InferenceService.Grpc.Messages;
using Distributed.InferenceService.Tests.Support;
using Google.Protobuf;
using Grpc.Core;

namespace Distributed.InferenceService.Tests.Grpc;

public sealed class InferTests
{
    [Fact]
    public async Task Infer_Raw_IsAnsweredRawAndLabelled()
    {
        await using var app = await GrpcApp.CreateAsync();
        var model = LinearModel.Counting(2, 3);
        await app.Service.PublishAsync(model.Draft("m"));
        var request = GrpcBodies.Raw("m", 2, 1, 2, -3.5f, 1e6f);
        request.Id = "request é 7";

        var answer = await app.InferAsync(request);

        Assert.Equal([.. model.Predict(1, 2), .. model.Predict(-3.5f, 1e6f)], GrpcBodies.Values(answer));
        Assert.Equal(("m", "1", "request é 7"), (answer.ModelName, answer.ModelVersion, answer.Id));
        var output = Assert.Single(answer.Outputs);
        Assert.Equal(("y", "FP32"), (output.Name, output.Datatype));
        Assert.Equal([2, 3], output.Shape);
        Assert.Null(output.Contents);
    }

    [Theory]
    [InlineData("FP32", """{"fp32Contents":[1,2,-3]}""")]
    [InlineData("FP64", """{"fp64Contents":[1,2,-3]}""")]
    [InlineData("INT8", """{"intContents":[1,2,-3]}""")]
    [InlineData("INT16", """{"intContents":[1,2,-3]}""")]
    [InlineData("INT32", """{"intContents":[1,2,-3]}""")]
    [InlineData("INT64", """{"int64Contents":[1,2,-3]}""")]
    public async Task Infer_TypedContents_AreAnsweredTyped(string datatype, string values)
    {
        var contents = JsonParser.Default.Parse<InferTensorContents>(values);
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(2, 1).Draft("m"));

        var answer = await app.InferAsync(GrpcBodies.Typed("m", datatype, 1, 3, contents));

        Assert.Empty(answer.RawOutputContents);
        Assert.Equal([3f, 5f, -5f], GrpcBodies.Values(answer));
        Assert.Equal([3, 1], Assert.Single(answer.Outputs).Shape);
        Assert.Equal("", answer.Id);
    }

    [Theory]
    [InlineData("UINT8", false)]
    [InlineData("UINT16", false)]
    [InlineData("UINT32", false)]
    [InlineData("UINT64", true)]
    public async Task Infer_UnsignedContents_AreNumbers(string datatype, bool wide)
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(2, 1).Draft("m"));
        var contents = wide ? new InferTensorContents { Uint64Contents = { 7, 200 } } : new() { UintContents = { 7, 200 } };

        var answer = await app.InferAsync(GrpcBodies.Typed("m", datatype, 1, 2, contents));

        Assert.Equal([15f, 401f], GrpcBodies.Values(answer));
    }

    [Fact]
    public async Task Infer_Booleans_AreOnesAndZeros()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(2, 1).Draft("m"));

        var answer = await app.InferAsync(GrpcBodies.Typed("m", "BOOL", 1, 2, new() { BoolContents = { true, false } }));

        Assert.Equal([3f, 1f], GrpcBodies.Values(answer));
    }

    [Fact]
    public async Task Infer_RawOfOtherDatatypes_IsConverted()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(2, 1).Draft("m"));
        ModelInferRequest[] requests =
        [
            GrpcBodies.Raw("m", "FP64", 1, [1.5, -2]),
            GrpcBodies.Raw("m", "FP16", 1, [(Half)1.5f, (Half)(-2)]),
            GrpcBodies.Raw("m", "FP32", 1, [1.5f, -2]),
        ];

        foreach (var request in requests)
        {
            var answer = await app.InferAsync(request);
            Assert.Equal([4f, -3f], GrpcBodies.Values(answer));
        }

        var integers = await app.InferAsync(GrpcBodies.Raw("m", "INT64", 1, [5L, -7L]));
        Assert.Equal([11f, -13f], GrpcBodies.Values(integers));
    }

    [Fact]
    public async Task Infer_NamedVersion_AnswersWhateverIsNewest()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(2, 1).Draft("m"));
        await app.Service.PublishAsync(LinearModel.Line(5, 0).Draft("m"));
        var pinned = GrpcBodies.Raw("m", 1, 10);
        pinned.ModelVersion = "1";
        pinned.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "y" });

        var answer = await app.InferAsync(pinned);

        Assert.Equal("1", answer.ModelVersion);
        Assert.Equal([21f], GrpcBodies.Values(answer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Infer_NoRows_IsAnsweredWithNone(bool raw)
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Counting(2, 3).Draft("m"));
        var request = raw ? GrpcBodies.Raw("m", 2) : GrpcBodies.Typed("m", "FP32", 2, 0, new());

        var answer = await app.InferAsync(request);

        Assert.Equal([0, 3], Assert.Single(answer.Outputs).Shape);
        Assert.Empty(GrpcBodies.Values(answer));
        Assert.Equal(raw, answer.RawOutputContents.Count == 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Infer_TenMegabytes_AreAnsweredRowByRow(bool raw)
    {
        await using var app = await GrpcApp.CreateAsync(("Serving:MaxBatch", "3000000"));
        await app.Service.PublishAsync(LinearModel.Line(1, 1).Draft("m"));
        float[] values = [.. Enumerable.Range(0, 2_500_000).Select(value => (float)value)];
        var request = raw
            ? GrpcBodies.Raw("m", 1, values)
            : GrpcBodies.Typed("m", "FP32", 1, values.Length, new() { Fp32Contents = { values } });

        var answer = await app.InferAsync(request);

        Assert.Equal(values.Select(value => value + 1), GrpcBodies.Values(answer));
    }

    [Fact]
    public async Task Infer_NotFiniteValues_TravelAsTheyAre()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(1, 1).Draft("m"));

        var answer = await app.InferAsync(GrpcBodies.Raw("m", 1, float.NaN, float.PositiveInfinity, float.NegativeInfinity));

        Assert.Equal([float.NaN, float.PositiveInfinity, float.NegativeInfinity], GrpcBodies.Values(answer));
    }

    [Fact]
    public async Task Infer_ManyAtOnce_AreEachAnsweredWithTheirOwn()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(3, 1).Draft("a"));
        await app.Service.PublishAsync(LinearModel.Line(-2, 5).Draft("b"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(async i =>
        {
            var answer = await app.InferAsync(GrpcBodies.Raw(i % 2 == 0 ? "a" : "b", 1, i));
            return Assert.Single(GrpcBodies.Values(answer));
        }));

        Assert.Equal(Enumerable.Range(0, 500).Select(i => i % 2 == 0 ? (3f * i) + 1 : (-2f * i) + 5), answers);
    }

    [Fact]
    public async Task Infer_AnsweredAndRefused_AreCounted()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Counting(2, 1).Draft("m"));
        await app.InferAsync(GrpcBodies.Raw("m", 2, 1, 2, 3, 4, 5, 6));
        await Assert.ThrowsAsync<RpcException>(
            () => app.InferAsync(GrpcBodies.Raw("m", 1, 1)));

        var answer = await app.CallAsync<ModelStatisticsRequest, ModelStatisticsResponse>("ModelStatistics", new() { Name = "m" });

        var version = Assert.Single(answer.ModelStats);
        Assert.Equal(("m", "1", 3ul, 1ul), (version.Name, version.Version, version.InferenceCount, version.ExecutionCount));
        Assert.Equal((1ul, 1ul), (version.InferenceStats.Success.Count, version.InferenceStats.Fail.Count));
        Assert.True(version.InferenceStats.Success.Ns > 0 && version.InferenceStats.ComputeInfer.Ns > 0 && version.LastInference > 0);
    }
}
