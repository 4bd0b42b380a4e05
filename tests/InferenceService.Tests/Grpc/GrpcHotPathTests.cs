using System.Diagnostics;
using System.Globalization;
using Distributed.InferenceService.Grpc.Messages;
using Distributed.InferenceService.Tests.Support;
using Google.Protobuf;
using Xunit.Abstractions;

namespace Distributed.InferenceService.Tests.Grpc;

public sealed class GrpcHotPathTests(ITestOutputHelper output)
{
    private const int WarmUp = 3_000;
    private const int Calls = 10_000;
    private const double AllowedBytes = 200;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Infer_OneRow_AllocatesNextToNothingBeyondTheServersOwn(bool raw)
    {
        var request = raw ? GrpcBodies.Raw("m", 1, 3) : GrpcBodies.Typed("m", "FP32", 1, 1, new() { Fp32Contents = { 3 } });
        var body = GrpcFrames.Frame(request.ToByteArray());
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(2, 1).Draft("m"));
        using var client = new RawGrpcClient(app.Address, GrpcFrames.Infer, body);
        var answer = client.Exchange().ToArray();
        await using var floor = await EmptyServer.StartGrpcAsync(answer);
        using var empty = new RawGrpcClient(floor.Address, GrpcFrames.Infer, body);

        var least = Measure(empty);
        var ours = Measure(client);

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"raw {raw}: {ours.Bytes - least.Bytes:0} B more, p50 {ours.Median.TotalMicroseconds:0.0} µs, empty {least.Median.TotalMicroseconds:0.0} µs"));
        Assert.Equal([7f], GrpcBodies.Values(ModelInferResponse.Parser.ParseFrom(answer.AsSpan(5))));
        Assert.True(ours.Bytes - least.Bytes <= AllowedBytes, $"{ours.Bytes:0} bytes a call, an empty one {least.Bytes:0}");
    }

    private static (double Bytes, TimeSpan Median) Measure(RawGrpcClient client)
    {
        for (var i = 0; i < WarmUp; i++)
        {
            client.Exchange();
        }

        var times = new long[Calls];
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Calls; i++)
        {
            var started = Stopwatch.GetTimestamp();
            client.Exchange();
            times[i] = Stopwatch.GetTimestamp() - started;
        }

        var bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Calls;
        Array.Sort(times);
        return (bytes, Stopwatch.GetElapsedTime(0, times[Calls / 2]));
    }
}
