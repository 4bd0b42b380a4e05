using System.Net;
using System.Text;
using System.Text.Json;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Support;
using Distributed.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Tests.Protocol;

public sealed class LimitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Infer_MoreThanMayRunAndWait_Is503WithRetryAfter()
    {
        await using var app = await CreateAsync(("Serving:MaxConcurrency", "1"), ("Serving:MaxQueue", "0"));
        var gate = app.Services.GetRequiredService<RequestGate>();
        Assert.True(gate.TryArrive());

        var (busy, answer) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1));
        gate.Leave();
        var (free, _) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, busy.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), busy.Headers.RetryAfter!.Delta);
        Assert.Equal("1 predictions run or wait already; try again", answer.GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.OK, free.StatusCode);
    }

    [Fact]
    public async Task Infer_UnknownNameWhenTooManyWait_Is503AndTheStoreIsNotAsked()
    {
        await using var app = await CreateAsync(("Serving:MaxConcurrency", "1"), ("Serving:MaxQueue", "0"));
        await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1));
        var gate = app.Services.GetRequiredService<RequestGate>();
        Assert.True(gate.TryArrive());

        var (busy, answer) = await app.InferAsync("/v2/models/none/infer", Bodies.Flat(1, 1));
        gate.Leave();
        var (free, _) = await app.InferAsync("/v2/models/none/infer", Bodies.Flat(1, 1));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, busy.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), busy.Headers.RetryAfter!.Delta);
        Assert.Equal("1 predictions run or wait already; try again", answer.GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.NotFound, free.StatusCode);
        Assert.Equal(0, gate.Count);
    }

    [Fact]
    public async Task Infer_StoreUnreadable_Is503WithRetryAfter()
    {
        await using var app = await CreateAsync();
        await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1));
        app.Gate.Fault = new StoreException(StoreFault.Disk, "The disk reports an error.");

        var (response, answer) = await app.InferAsync("/v2/models/none/infer", Bodies.Flat(1, 1));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
        Assert.Equal("the store of models cannot be read at the moment", answer.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("30", ""","parameters":{"timeout":20000}""", "no answer within the 20 ms")]
    [InlineData("2", "", "no answer within the 2000 ms")]
    [InlineData("2", ""","parameters":{"timeout":999999999999999999}""", "no answer within the 2000 ms")]
    public async Task Infer_WaitingForLongerThanAllowed_Is503AndDoesNotRun(string seconds, string parameters, string expected)
    {
        await using var app = await CreateAsync(("Serving:MaxConcurrency", "1"), ("Serving:RequestTimeout", $"00:00:{seconds}"));
        await app.GetAsync("/v2/models/m/ready");
        var gate = app.Services.GetRequiredService<RequestGate>();
        await gate.EnterAsync(CancellationToken.None);

        var (response, answer) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1)[..^1] + parameters + "}");
        gate.Exit();
        var (after, _) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains(expected, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        var (_, statistics) = await app.GetAsync("/v2/models/m/stats");
        var counted = statistics.GetProperty("model_stats")[0];
        Assert.Equal(1, counted.GetProperty("inference_count").GetInt32());
        Assert.Equal(1, counted.GetProperty("inference_stats").GetProperty("fail").GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Infer_CallerGoneWhileWaiting_GivesUpItsPlaceInTheQueue()
    {
        await using var app = await CreateAsync(("Serving:MaxConcurrency", "1"));
        await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1));
        var gate = app.Services.GetRequiredService<RequestGate>();
        await gate.EnterAsync(CancellationToken.None);
        using var caller = new CancellationTokenSource();
        using var body = new StringContent(Bodies.Flat(1, 1));

        var asking = app.Client.PostAsync(new Uri("/v2/models/m/infer", UriKind.Relative), body, caller.Token);
        await Until.TrueAsync(() => gate.Count == 1, Patience, () => $"{gate.Count} wait.");
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await Until.TrueAsync(() => gate.Count == 0, Patience, () => $"{gate.Count} wait.");
        gate.Exit();

        var (_, statistics) = await app.GetAsync("/v2/models/m/stats");
        Assert.Equal(1, statistics.GetProperty("model_stats")[0].GetProperty("inference_count").GetInt32());
    }

    [Fact]
    public async Task Infer_LargeBatchWhoseTimeIsUp_IsGivenUp()
    {
        await using var app = await CreateAsync();
        await app.GetAsync("/v2/models/m/ready");
        using var metrics = new MetricRecorder(app.Services);
        const int rows = 100_000;
        using var body = BinaryBody.Request(
            BinaryBody.Json("FP32", rows, 1, rows * 4, ""","parameters":{"timeout":1}"""), new byte[rows * 4]);

        using var response = await app.Client.PostAsync(new Uri("/v2/models/m/infer", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("no answer within the 0.001 ms", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await app.PredictAsync("m", 1);
        await metrics.WaitAsync(() => metrics.Rows > 0);
        Assert.Equal(1, metrics.Rows);
    }

    [Theory]
    [InlineData("parameters", """{"timeout":-1}""", "parameters.timeout must be an integer of 0 or more")]
    [InlineData("parameters", """{"timeout":"soon"}""", "parameters.timeout must be an integer of 0 or more")]
    [InlineData("deep", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "maximum configured depth of 32")]
    public async Task Infer_OutOfLimits_Is400(string field, string value, string expected)
    {
        await using var app = await CreateAsync();

        var (response, answer) = await app.InferAsync("/v2/models/m/infer", $$"""{"{{field}}":{{value}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inputs")]
    [InlineData("outputs")]
    public async Task Infer_TooManyTensors_Is400(string field)
    {
        await using var app = await CreateAsync();

        var (response, answer) = await app.InferAsync(
            "/v2/models/m/infer", $$"""{"{{field}}":[{{string.Join(',', Enumerable.Repeat("""{"name":"x"}""", 65))}}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal($"'{field}' has more than the 64 entries allowed", answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Infer_CompressedBody_Is415()
    {
        await using var app = await CreateAsync();
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(Bodies.Flat(1, 1)));
        body.Headers.ContentEncoding.Add("gzip");

        using var response = await app.Client.PostAsync(new Uri("/v2/models/m/infer", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Contains("'gzip' is not read", answer.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_EndWithEachNamed()
    {
        var fault = Assert.Throws<OptionsValidationException>(() => BoundOptions.Read<ServingOptions>(
            services => services.AddServing(),
            ("Serving:MaxAnswerBytes", "268435457"),
            ("Serving:MaxConcurrency", "0"),
            ("Serving:MaxQueue", "-1"),
            ("Serving:MaxBatchRequests", "0"),
            ("Serving:MaxConnections", "0"),
            ("Serving:RequestTimeout", "00:00:00.001")));

        Assert.Equal(
            [
                "Serving:MaxAnswerBytes is 268435457; allowed are 1024 to 268435456.",
                "Serving:MaxConcurrency is 0; allowed are 1 to 4096.",
                "Serving:MaxQueue is -1; allowed are 0 to 1000000.",
                "Serving:MaxBatchRequests is 0; allowed are 1 to 100000.",
                "Serving:MaxConnections is 0; allowed are 1 to 1000000.",
                "Serving:RequestTimeout is 00:00:00.0010000; allowed are 00:00:00.0100000 to 01:00:00.",
            ],
            fault.Failures);
    }

    private static async Task<InferenceApp> CreateAsync(params (string Key, string Value)[] settings)
    {
        var app = await InferenceApp.CreateAsync(settings);
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        return app;
    }
}
