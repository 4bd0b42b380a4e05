using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Tests.Support;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Distributed.InferenceService.Tests.Grpc;

public sealed class DeadlineTests
{
    private const string InvalidArgument = "3";
    private const string DeadlineExceeded = "4";
    private const string Ready = "/inference.GRPCInferenceService/ModelReady";

    private static readonly byte[] Good = GrpcFrames.Frame(GrpcBodies.Raw("m", 1, 2).ToByteArray());

    [Theory]
    [InlineData(GrpcFrames.Infer)]
    [InlineData(Ready)]
    public async Task Call_MessageThatNeverEnds_IsGivenUpAtTheCallersDeadline(string path)
    {
        await using var app = await GrpcApp.CreateAsync();
        using var client = new GrpcFrames(app.Address);
        using var endless = new EndlessContent(Good);

        Assert.Equal(DeadlineExceeded, (await client.PostAsync(path, endless, ("grpc-timeout", "50m"))).Status);
    }

    [Theory]
    [InlineData(GrpcFrames.Infer)]
    [InlineData(Ready)]
    public async Task Call_MessageThatNeverEnds_IsGivenUpAtTheServersOwnLimit(string path)
    {
        await using var app = await GrpcApp.CreateAsync(("Serving:RequestTimeout", "00:00:00.050"));
        using var client = new GrpcFrames(app.Address);
        using var endless = new EndlessContent(Good);

        Assert.Equal(DeadlineExceeded, (await client.PostAsync(path, endless, ("grpc-timeout", "1H"))).Status);
    }

    [Fact]
    public async Task Infer_DeadlineThatIsNotWholeMilliseconds_IsDeadlineExceeded()
    {
        await using var app = await GrpcApp.CreateAsync(("Serving:MaxConcurrency", "1"));
        await app.Service.PublishAsync(LinearModel.Line(3, 1).Draft("m"));
        await app.IsReadyAsync("m");
        using var client = new GrpcFrames(app.Address);
        var gate = app.Service.Services.GetRequiredService<RequestGate>();
        await gate.EnterAsync(CancellationToken.None);

        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(DeadlineExceeded, (await client.PostAsync(Good, ("grpc-timeout", "9990u"))).Status);
        }

        gate.Exit();
    }

    [Fact]
    public async Task Infer_NoTimeLeft_IsDeadlineExceeded()
    {
        await using var app = await GrpcApp.CreateAsync();
        using var client = new GrpcFrames(app.Address);

        Assert.Equal(DeadlineExceeded, (await client.PostAsync(Good, ("grpc-timeout", "0n"))).Status);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("S")]
    [InlineData("-1S")]
    [InlineData("1s")]
    [InlineData("123456789S")]
    public async Task Infer_TimeoutThatIsNone_IsInvalid(string timeout)
    {
        await using var app = await GrpcApp.CreateAsync();
        using var client = new GrpcFrames(app.Address);

        var answer = await client.PostAsync(Good, ("grpc-timeout", timeout));

        Assert.Equal(InvalidArgument, answer.Status);
        Assert.Contains($"the grpc-timeout '{timeout}'", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_CallerThatGoesAway_LeavesTheServerServing()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(3, 1).Draft("m"));
        using var client = new GrpcFrames(app.Address);
        for (var i = 0; i < 20; i++)
        {
            using var leaving = new GrpcFrames(app.Address);
            using var endless = new EndlessContent(Good);
            var call = leaving.PostAsync(GrpcFrames.Infer, endless);
            await endless.Sent;
            leaving.Dispose();
            await Assert.ThrowsAnyAsync<Exception>(() => call);
        }

        Assert.Equal("0", (await client.PostAsync(Good)).Status);
        Assert.DoesNotContain(app.Service.Logs.Records, record => record.Level >= LogLevel.Error);
    }
}
