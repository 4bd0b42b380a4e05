using System.Diagnostics;
using System.Globalization;
using System.Net;
using Distributed.InferenceService.Grpc.Messages;
using Distributed.InferenceService.Tests.Support;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace Distributed.InferenceService.Tests.Grpc;

/// <summary>Random and broken calls, the same for a seed. <c>FUZZ_REQUESTS</c> says how many, <c>FUZZ_SEED</c> which.</summary>
public sealed class FuzzTests(ITestOutputHelper log)
{
    private const int Callers = 8;
    private const string Ok = "0";

    // INVALID_ARGUMENT, NOT_FOUND, RESOURCE_EXHAUSTED, UNIMPLEMENTED, UNAVAILABLE; never UNKNOWN or INTERNAL.
    private static readonly string[] Allowed = [Ok, "3", "5", "8", "12", "14"];

    [Fact]
    public async Task Calls_RandomAndBroken_NeverFailTheServer()
    {
        var requests = Read("FUZZ_REQUESTS", 3_000);
        var seed = Read("FUZZ_SEED", 20261122);
        await using var app = await GrpcApp.CreateAsync(("Serving:MaxBatch", "100"), ("Serving:MaxRequestBytes", "65536"));
        await app.Service.PublishAsync(LinearModel.Counting(2, 3).Draft("m"));
        await app.Service.PublishAsync(LinearModel.Line(1, 0).Draft("bad", change: manifest => manifest with { Features = 2 }));

        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => CallAsync(app, requests / Callers, seed + caller)));

        var statuses = counts.SelectMany(count => count).GroupBy(status => status).ToDictionary(group => group.Key, group => group.Count());
        log.WriteLine(string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value}")));
        Assert.True(statuses[Ok] > requests / 100 && statuses["3"] > requests / 4, "the calls are all of one kind");
        Assert.DoesNotContain(app.Service.Logs.Records, record => record.Level >= LogLevel.Error && record.Id.Name != "Refused");
        var last = await app.CallAsync<ModelInferRequest, ModelInferResponse>("ModelInfer", GrpcBodies.Raw("m", 2, 1, 2));
        Assert.Equal(LinearModel.Counting(2, 3).Predict(1, 2), GrpcBodies.Values(last));
    }

    private static async Task<List<string>> CallAsync(GrpcApp app, int requests, int seed)
    {
        using var client = new GrpcFrames(app.Address);
        var calls = new GrpcFuzz(seed);
        var statuses = new List<string>(requests);
        for (var i = 0; i < requests; i++)
        {
            var (path, body) = calls.Next();
            var place = $"call {i} of seed {seed}, {path}: {Convert.ToHexString(body)}";
            using var content = new ByteArrayContent(body);
            var started = Stopwatch.GetTimestamp();
            var answer = await client.PostAsync(path, content);

            Assert.True(answer.Http == HttpStatusCode.OK && Allowed.Contains(answer.Status), $"{answer.Http} {answer.Status} {answer.Message}; {place}");
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), place);
            Assert.Equal(answer.Status == Ok, answer.Content.Length > 0);
            if (answer.Status == Ok && path == GrpcFrames.Infer)
            {
                Assert.Equal("m", ModelInferResponse.Parser.ParseFrom(answer.Content.AsSpan(5)).ModelName);
            }

            statuses.Add(answer.Status!);
        }

        return statuses;
    }

    private static int Read(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
