using System.Net;
using System.Text.Json;
using Distributed.InferenceService.Tests.Support;
using Grpc.Core;

namespace Distributed.InferenceService.Tests.Protocol;

/// <summary>A model of 64 targets, and room for 1,024 bytes of values: for 4 rows.</summary>
public sealed class AnswerLimitTests
{
    private const string Path = "/v2/models/wide/infer";
    private const string Sentence =
        "the answer would have 5 rows of 64 values, 1280 bytes as FP32; at most 1024 are allowed";

    [Fact]
    public async Task Infer_AnswerOverTheLimit_Is413()
    {
        await using var app = await InferenceApp.CreateAsync(("Serving:MaxAnswerBytes", "1024"));
        await app.PublishAsync(LinearModel.Counting(1, 64).Draft("wide"));

        var (fits, answer) = await app.InferAsync(Path, Bodies.Flat(1, 1, 2, 3, 4));
        var (tooLarge, why) = await app.InferAsync(Path, Bodies.Flat(1, 1, 2, 3, 4, 5));

        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        Assert.Equal(256, Bodies.Values(answer).Length);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Assert.Equal(Sentence, why.GetProperty("error").GetString());
    }

    [Fact]
    public async Task GrpcInfer_AnswerOverTheLimit_IsResourceExhausted()
    {
        await using var app = await GrpcApp.CreateAsync(("Serving:MaxAnswerBytes", "1024"));
        await app.Service.PublishAsync(LinearModel.Counting(1, 64).Draft("wide"));

        Assert.Equal(256, GrpcBodies.Values(await app.InferAsync(GrpcBodies.Raw("wide", 1, 1, 2, 3, 4))).Length);
        var fault = await Assert.ThrowsAsync<RpcException>(() => app.InferAsync(GrpcBodies.Raw("wide", 1, 1, 2, 3, 4, 5)));

        Assert.Equal(new Status(StatusCode.ResourceExhausted, Sentence), fault.Status);
    }

    [Fact]
    public async Task Batch_AnswersOverTheLimitTogether_AreLeftOut()
    {
        await using var app = await InferenceApp.CreateAsync(("Serving:MaxAnswerBytes", "1024"));
        await app.PublishAsync(LinearModel.Counting(1, 64).Draft("wide"));
        var request = $$"""{"model_name":"wide",{{Bodies.Flat(1, 1, 2)[1..]}}""";

        var (_, answer) = await app.InferAsync("/v2/batch", $$"""{"requests":[{{string.Join(',', Enumerable.Repeat(request, 5))}}]}""");

        var entries = answer.GetProperty("responses").EnumerateArray().ToArray();
        Assert.Equal(2, entries.Count(entry => entry.TryGetProperty("outputs", out _)));
        Assert.All(entries.Where(IsFault), entry => Assert.Equal(
            "the answers of the batch would have more than the 1024 bytes allowed, as FP32", entry.GetProperty("error").GetString()));
        Assert.Equal(3, entries.Count(IsFault));
    }

    private static bool IsFault(JsonElement entry) => entry.TryGetProperty("error", out _);
}
