using System.Diagnostics;
using System.Globalization;
using System.Text;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Tests.Support;
using Xunit.Abstractions;

namespace Distributed.InferenceService.Tests.Protocol;

public sealed class HotPathTests(ITestOutputHelper output)
{
    private const int WarmUpRounds = 20;
    private const int Rounds = 60;
    private const int RequestsPerRound = 200;
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

        var (least, ours) = Compare(floor.Address, app.Client.BaseAddress!, request);

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{form}: empty {least.Bytes:0} B, p50 {least.Microseconds:0.0} µs; ours {ours.Bytes:0} B, p50 {ours.Microseconds:0.0} µs"));
        Assert.True(ours.Bytes - least.Bytes <= AllowedBytes, $"{ours.Bytes:0} bytes a request, an empty one {least.Bytes:0}");
        using var client = new RawClient(app.Client.BaseAddress!);
        Assert.StartsWith("HTTP/1.1 200", Encoding.UTF8.GetString(client.Exchange(request)), StringComparison.Ordinal);
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

    // In turns, so that what else the machine does falls on both.
    private static (Cost Least, Cost Ours) Compare(Uri empty, Uri service, byte[] request)
    {
        using var least = new RawClient(empty);
        using var ours = new RawClient(service);
        var (leastCost, ourCost) = (new Cost(), new Cost());
        for (var round = -WarmUpRounds; round < Rounds; round++)
        {
            Exchange(least, request, round < 0 ? new() : leastCost);
            Exchange(ours, request, round < 0 ? new() : ourCost);
        }

        return (leastCost, ourCost);
    }

    private static void Exchange(RawClient client, byte[] request, Cost cost)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < RequestsPerRound; i++)
        {
            var started = Stopwatch.GetTimestamp();
            client.Exchange(request);
            cost.Times[i] = Stopwatch.GetTimestamp() - started;
        }

        cost.Bytes += (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)(RequestsPerRound * Rounds);
        Array.Sort(cost.Times);
        cost.Medians.Add(cost.Times[RequestsPerRound / 2]);
    }

    private sealed class Cost
    {
        public long[] Times { get; } = new long[RequestsPerRound];

        public List<long> Medians { get; } = new(Rounds);

        public double Bytes { get; set; }

        public double Microseconds => Stopwatch.GetElapsedTime(0, Medians.Order().ElementAt(Medians.Count / 2)).TotalMicroseconds;
    }
}
