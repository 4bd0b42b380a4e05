using System.Globalization;
using System.Net;
using Distributed.InferenceService.Grpc.Messages;
using Distributed.InferenceService.Tests.Support;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace Distributed.InferenceService.Tests.Grpc;

/// <summary>Random and broken calls, the same for a seed. <c>FUZZ_REQUESTS</c> says how many, <c>FUZZ_SEED</c> which.</summary>
public sealed class FuzzTests(ITestOutputHelper log)
{
    private const int Callers = 8;
    private const string Ok = "0";
    private const long AllowedGrowth = 32 << 20;

    // INVALID_ARGUMENT, NOT_FOUND, RESOURCE_EXHAUSTED, UNIMPLEMENTED, UNAVAILABLE; never UNKNOWN or INTERNAL.
    private static readonly string[] Allowed = [Ok, "3", "5", "8", "12", "14"];

    private static readonly int Requests = Setting("FUZZ_REQUESTS", 4_000);
    private static readonly int Seed = Setting("FUZZ_SEED", 20261122);
    private static readonly LinearModel Model = LinearModel.Counting(2, 3);

    [Fact]
    public async Task Calls_RandomAndBroken_NeverFailTheServer()
    {
        await using var app = await GrpcApp.CreateAsync(("Serving:MaxBatch", "100"), ("Serving:MaxRequestBytes", "65536"));
        await app.Service.PublishAsync(Model.Draft("m"));
        await app.Service.PublishAsync(LinearModel.Line(1, 0).Draft("bad", change: manifest => manifest with { Features = 2 }));

        var statuses = await CallAllAsync(app, Requests / 4, Seed);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        statuses.AddRange(await CallAllAsync(app, Requests - (Requests / 4), Seed + Callers));
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;

        var counts = statuses.CountBy(status => status).ToDictionary();
        log.WriteLine($"{string.Join(", ", counts.Select(count => $"{count.Key}: {count.Value}"))}; {growth >> 10} KiB more");
        Assert.True(counts[Ok] > Requests / 20 && counts["3"] > Requests / 4, "the calls are all of one kind");
        Assert.True(growth < AllowedGrowth, $"memory grew by {growth} bytes");
        Assert.DoesNotContain(app.Service.Logs.Records, record => record.Level >= LogLevel.Error && record.Id.Name != "Refused");
        var last = await app.InferAsync(GrpcBodies.Raw("m", 2, 1, 2));
        Assert.Equal(Model.Predict(1, 2), GrpcBodies.Values(last));
    }

    private static async Task<List<string>> CallAllAsync(GrpcApp app, int requests, int seed)
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => CallAsync(app, requests / Callers, seed + caller)));
        return [.. statuses.SelectMany(status => status)];
    }

    private static async Task<List<string>> CallAsync(GrpcApp app, int requests, int seed)
    {
        using var client = new GrpcFrames(app.Address);
        var calls = new GrpcFuzz(seed);
        var statuses = new List<string>(requests);
        for (var i = 0; i < requests; i++)
        {
            var (path, body) = calls.Next();
            using var content = new ByteArrayContent(body);
            var answer = await client.PostAsync(path, content);

            Assert.True(IsRight(answer, path, body), $"{answer}; call {i} of seed {seed}, {path}: {Convert.ToHexString(body)}");
            statuses.Add(answer.Status!);
        }

        return statuses;
    }

    private static bool IsRight(GrpcAnswer answer, string path, byte[] body)
    {
        var answered = answer.Status == Ok;
        return answer.Http == HttpStatusCode.OK
            && Allowed.Contains(answer.Status)
            && answered == (answer.Content.Length > 0)
            && answered == (answer.Message.Length == 0)
            && (!answered || path != GrpcFrames.Infer
                || GrpcOracle.Agrees(Model, body.AsSpan(5), ModelInferResponse.Parser.ParseFrom(answer.Content.AsSpan(5))));
    }

    private static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
