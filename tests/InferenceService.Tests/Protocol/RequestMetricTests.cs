using System.Net;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Tests.Support;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.InferenceService.Tests.Protocol;

/// <summary>Every request is in the histogram of durations, however it ended.</summary>
public sealed class RequestMetricTests
{

    [Theory]
    [InlineData("/v2/models/m/infer", 200, 1)]
    [InlineData("/v2/models/none/infer", 404, 0)]
    [InlineData("/v2/models/broken/infer", 500, 0)]
    public async Task Infer_ThatEnds_CountsWithItsStatus(string path, int status, int rows)
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        await app.GetAsync("/v2/models/m/ready");
        using var metrics = new MetricRecorder(app.Services);
        app.Gate.Fault = path.Contains("broken", StringComparison.Ordinal) ? new InvalidOperationException("broken") : null;

        var (response, _) = await app.InferAsync(path, Bodies.Flat(1, 1));
        await metrics.WaitAsync(() => metrics.Requests(status) == 1);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(rows, metrics.Rows);
    }

    [Theory]
    [InlineData("/v2/models/m/infer")]
    [InlineData("/v2/batch")]
    public async Task Infer_CallerGone_CountsWithStatus499(string path)
    {
        await using var app = await InferenceApp.CreateAsync(("Serving:MaxConcurrency", "1"));
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        await app.GetAsync("/v2/models/m/ready");
        using var metrics = new MetricRecorder(app.Services);
        var gate = app.Services.GetRequiredService<RequestGate>();
        await gate.EnterAsync(CancellationToken.None);
        using var caller = new CancellationTokenSource();
        var request = Bodies.Flat(1, 1);
        using var body = new StringContent(path == "/v2/batch" ? $$"""{"requests":[{"model_name":"m",{{request[1..]}}]}""" : request);

        var asking = app.Client.PostAsync(new Uri(path, UriKind.Relative), body, caller.Token);
        await Until.TrueAsync(() => gate.Count == 1, TimeSpan.FromSeconds(30), () => $"{gate.Count} wait.");
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await metrics.WaitAsync(() => metrics.Requests(499) == 1);
        gate.Exit();

        Assert.Equal(0, metrics.Rows);
    }

    [Fact]
    public async Task Infer_GivenUpLate_CountsNoRows()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        await app.GetAsync("/v2/models/m/ready");
        using var metrics = new MetricRecorder(app.Services);
        const int rows = 100_000;
        using var body = BinaryBody.Request(
            BinaryBody.Json("FP32", rows, 1, rows * 4, ""","parameters":{"timeout":1}"""), new byte[rows * 4]);

        using var response = await app.Client.PostAsync(new Uri("/v2/models/m/infer", UriKind.Relative), body);
        await metrics.WaitAsync(() => metrics.Requests(503) == 1);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(0, metrics.Rows);
    }

    [Fact]
    public async Task GrpcInfer_ThatFails_CountsWithItsStatus()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        await app.IsReadyAsync("m");
        using var metrics = new MetricRecorder(app.Service.Services);
        using var client = new GrpcFrames(app.Address);
        using var endless = new EndlessContent(GrpcFrames.Frame(GrpcBodies.Raw("m", 1, 1).ToByteArray()));

        await client.PostAsync(GrpcFrames.Infer, endless, ("grpc-timeout", "50m"));
        await metrics.WaitAsync(() => metrics.Requests(504) == 1);
        app.Service.Gate.Fault = new InvalidOperationException("broken");
        await client.PostAsync(GrpcFrames.Frame(GrpcBodies.Raw("none", 1, 1).ToByteArray()));

        await metrics.WaitAsync(() => metrics.Requests(500) == 1);
    }
}
