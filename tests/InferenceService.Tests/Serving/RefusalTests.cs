using System.Net;
using System.Text.Json;
using Distributed.Contracts.Models;
using Distributed.InferenceService.Tests.Support;
using Distributed.Store;
using Microsoft.Extensions.Logging;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class RefusalTests
{
    private const int RefusedEvent = 2002;

    public static TheoryData<string, string> BadDrafts { get; } = new()
    {
        { "bytes", "ONNX Runtime cannot run it" },
        { "input name", "its inputs are named 'z', the one expected is 'x'" },
        { "output name", "its outputs are named 'z', the one expected is 'y'" },
        { "features", "its input 'x' has the shape [-1, 1], the manifest promises [-1, 2]" },
        { "targets", "its output 'y' has the shape [-1, 1], the manifest promises [-1, 3]" },
        { "probe", "probe row 1, target 0: predicted 0, the training engine 0.00011" },
        { "no probe", "its manifest has no probe" },
        { "probe width", "its probe does not have 1 features and 1 targets in every row" },
    };

    [Theory]
    [MemberData(nameof(BadDrafts))]
    public async Task Load_BadModel_IsRefusedWithReason(string fault, string reason)
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(Bad(fault));

        var (response, answer) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1));
        var (ready, _) = await app.GetAsync("/v2/models/m/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        var message = answer.GetProperty("error").GetString();
        Assert.StartsWith("model 'm' version 1 is not served: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        var logged = Assert.Single(app.Logs.Records, record => record.Id.Id == RefusedEvent);
        Assert.Equal(LogLevel.Error, logged.Level);
        Assert.Contains(reason, logged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_BytesDamagedInTheStore_AreRefused()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        await app.Trainer.DamageAsync("m", 1);

        var (response, answer) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.StartsWith("model 'm' version 1 is not served: ", answer.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Single(app.Logs.Records, record => record.Id.Id == RefusedEvent);
    }

    [Fact]
    public async Task Load_ProbeWithinTolerance_IsServed()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m", change: manifest => manifest with
        {
            Probe = new([[1000f], [0f]], [[1000f], [0.0099f]]),
        }));

        var (response, _) = await app.GetAsync("/v2/models/m/ready");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Publish_BadVersionOfModelInUse_LastGoodGoesOnAndTheReasonIsKept()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(2, 0).Draft("m"));
        await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1));

        var refused = app.Logs.NextAsync(RefusedEvent);
        await app.PublishAsync(Bad("probe"));
        await refused;

        var (_, answer) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 3));
        Assert.Equal("1", answer.GetProperty("model_version").GetString());
        Assert.Equal([6f], Bodies.Values(answer));
        var (_, view) = await app.GetAsync("/models/m");
        Assert.Equal(1, view.GetProperty("serving").GetInt32());
        Assert.Equal("[1,2]", JsonSerializer.Serialize(view.GetProperty("versions")));
        var kept = Assert.Single(view.GetProperty("refused").EnumerateArray());
        Assert.Equal(2, kept.GetProperty("version").GetInt32());
        Assert.StartsWith("probe row 1", kept.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_NewestIsBadBeforeFirstUse_NewestGoodAnswers()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(2, 0).Draft("m"));
        await app.PublishAsync(LinearModel.Line(3, 0).Draft("m"));
        await app.PublishAsync(LinearModel.Line(4, 0).Draft("m"));
        await app.Trainer.DamageAsync("m", 3);
        await app.PublishAsync(Bad("bytes"));

        var (_, answer) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(1, 1));
        var (pinned, _) = await app.InferAsync("/v2/models/m/versions/4/infer", Bodies.Flat(1, 1));

        Assert.Equal("2", answer.GetProperty("model_version").GetString());
        Assert.Equal([3f], Bodies.Values(answer));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, pinned.StatusCode);
    }

    private static ModelDraft Bad(string fault)
    {
        var line = LinearModel.Line(1, 0);
        return fault switch
        {
            "bytes" => WithBytes(line, [1, 2, 3]),
            "input name" => WithBytes(line, OnnxBytes.Linear(line.Weight, line.Bias, input: "z")),
            "output name" => WithBytes(line, OnnxBytes.Linear(line.Weight, line.Bias, output: "z")),
            "features" => line.Draft("m", change: manifest => manifest with { Features = 2 }),
            "targets" => line.Draft("m", change: manifest => manifest with { Targets = 3 }),
            "probe" => WithProbe(line, new([[10f], [0f]], [[10f], [0.00011f]])),
            "no probe" => WithProbe(line, new([], [])),
            "probe width" => WithProbe(line, new([[1f, 2f]], [[1f]])),
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };
    }

    private static ModelDraft WithProbe(LinearModel line, ModelProbe probe) =>
        line.Draft("m", change: manifest => manifest with { Probe = probe });

    private static ModelDraft WithBytes(LinearModel line, byte[] onnx)
    {
        var draft = line.Draft("m");
        return draft with { Onnx = onnx, Manifest = line.Manifest(draft.Manifest.Experiment, onnx) };
    }
}
