using System.Diagnostics;
using System.Globalization;
using System.Text;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Tests.Support;
using Xunit.Abstractions;

namespace Distributed.InferenceService.Tests.Protocol;

public sealed class HotPathTests(ITestOutputHelper output)
{
    private const int WarmUp = 3_000;
    private const int Requests = 10_000;
    private const double AllowedBytes = 200;

    private static readonly byte[] Json = RawClient.Post("/v2/models/m/infer", Encoding.UTF8.GetBytes(Bodies.Flat(1, 3)));

    [Theory]
    [InlineData("json")]
    [InlineData("version")]
    [InlineData("binary")]
    [InlineData("raw")]
    public async Task Infer_OneRow_AllocatesNextToNothingBeyondTheServersOwn(string form)
    {
        var request = Request(form);
        await using var floor = await EmptyServer.StartAsync("""{"model_name":"m","model_version":"1","outputs":[{"name":"y"}]}"""u8.ToArray());
        await using var app = await InferenceApp.CreateAsync();
        app.UseKestrel(0);
        await app.PublishAsync(LinearModel.Line(2, 1).Draft("m"));

        var least = Measure(floor.Address, request);
        var ours = Measure(app.Client.BaseAddress!, request);

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{form}: empty {least.Bytes:0} B, p50 {least.Median.TotalMicroseconds:0.0} µs; ours {ours.Bytes:0} B, p50 {ours.Median.TotalMicroseconds:0.0} µs"));
        Assert.StartsWith("HTTP/1.1 200", ours.Answer, StringComparison.Ordinal);
        Assert.True(ours.Bytes - least.Bytes <= AllowedBytes, $"{ours.Bytes:0} bytes a request, an empty one {least.Bytes:0}");
    }

    [Theory]
    [InlineData("/v2/models/m/infer", "m", null)]
    [InlineData("/v2/models/m.1-a/versions/12/infer", "m.1-a", "12")]
    [InlineData("/v2/models/infer/infer", "infer", null)]
    public void Shortcut_AnInferencesAddress_IsTakenApart(string path, string model, string? version)
    {
        Assert.True(InferShortcut.TryParse(path, out var foundModel, out var foundVersion));
        Assert.Equal((model, version), (foundModel, foundVersion));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/v2/models//infer")]
    [InlineData("/v2/models/infer")]
    [InlineData("/v2/models/m/infer/")]
    [InlineData("/v2/models/m/ready")]
    [InlineData("/v2/models/m/other/1/infer")]
    [InlineData("/v2/models/m/versions//infer")]
    [InlineData("/v2/models/m/versions/1/2/infer")]
    [InlineData("/v2/models//versions/1/infer")]
    [InlineData("/V2/models/m/infer")]
    public void Shortcut_AnyOtherAddress_IsLeftToRouting(string? path) => Assert.False(InferShortcut.TryParse(path, out _, out _));

    [Theory]
    [InlineData("models/m/infer")]
    [InlineData("models/m/versions/1/infer")]
    [InlineData("models/m/versions/01/infer")]
    [InlineData("models/M/infer")]
    [InlineData("models/%6D/infer")]
    [InlineData("models/m%2Fn/infer")]
    [InlineData("models/%20m/versions/%31/infer")]
    [InlineData("models/versions/versions/versions/infer")]
    [InlineData("models/m/infer/")]
    public async Task Shortcut_AndTheMappedRoutes_AnswerAlike(string path)
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(2, 1).Draft("m"));

        // Routes do not heed the case of letters, the shortcut does.
        var (taken, answer) = await app.InferAsync("/v2/" + path, Bodies.Flat(1, 3));
        var (routed, expected) = await app.InferAsync("/V2/" + path, Bodies.Flat(1, 3));

        Assert.Equal(routed.StatusCode, taken.StatusCode);
        Assert.Equal(expected.GetRawText(), answer.GetRawText().Replace("/v2/", "/V2/", StringComparison.Ordinal));
    }

    private static byte[] Request(string form) => form switch
    {
        "json" => Json,
        "version" => RawClient.Post("/v2/models/m/versions/1/infer", Encoding.UTF8.GetBytes(Bodies.Flat(1, 3))),
        "binary" => Binary(BinaryBody.Json("FP32", 1, 1, 4, ""","outputs":[{"name":"y","parameters":{"binary_data":true}}]""")),
        _ => Binary(""),
    };

    private static byte[] Binary(string json) => RawClient.Post(
        "/v2/models/m/infer", [.. Encoding.UTF8.GetBytes(json), .. BinaryBody.Bytes(3f)], $"{BinaryBody.Header}: {json.Length}\r\n");

    private static (double Bytes, TimeSpan Median, string Answer) Measure(Uri address, byte[] request)
    {
        using var client = new RawClient(address);
        for (var i = 0; i < WarmUp; i++)
        {
            client.Exchange(request);
        }

        var times = new long[Requests];
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Requests; i++)
        {
            var started = Stopwatch.GetTimestamp();
            client.Exchange(request);
            times[i] = Stopwatch.GetTimestamp() - started;
        }

        var bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Requests;
        Array.Sort(times);
        return (bytes, Stopwatch.GetElapsedTime(0, times[Requests / 2]), Encoding.UTF8.GetString(client.Exchange(request)));
    }
}
