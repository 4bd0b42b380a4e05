using System.Net.Sockets;
using System.Text;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Protocol;

public sealed class SlowClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task BodyThatStops_IsAnswered408AndClosed()
    {
        await using var app = await CreateAsync();
        using var client = new RawClient(app.Client.BaseAddress!);

        client.Socket.Send(Unfinished());
        var answer = Encoding.UTF8.GetString(await client.ReadToEndAsync());

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("the body did not arrive within the 500 ms", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BodyThatDribbles_IsAnswered408AndClosed()
    {
        await using var app = await CreateAsync();
        using var client = new RawClient(app.Client.BaseAddress!);
        client.Socket.Send(Unfinished());

        var reading = client.ReadToEndAsync();
        using var drips = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var drops = 0;
        for (; !reading.IsCompleted && drops < 1_000; drops++)
        {
            await drips.WaitForNextTickAsync();
            TrySend(client, " "u8);
        }

        Assert.StartsWith("HTTP/1.1 408", Encoding.UTF8.GetString(await reading), StringComparison.Ordinal);
        Assert.True(drops < 1_000);
    }

    [Fact]
    public async Task HeadThatStops_IsClosed()
    {
        await using var app = await CreateAsync();
        using var client = new RawClient(app.Client.BaseAddress!);

        client.Socket.Send("POST /v2/models/m/infer HTTP/1.1\r\nHost: lo"u8);

        Assert.StartsWith("HTTP/1.1 408", Encoding.UTF8.GetString(await client.ReadToEndAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnswerThatIsNotRead_IsGivenUp()
    {
        // Time enough for the body to arrive and to run; only the answer is not to get it.
        await using var app = await CreateAsync(
            ("Serving:RequestTimeout", "00:00:10"), ("Serving:MaxRequestBytes", "50000000"), ("Serving:MaxBatch", "10000000"));
        await app.GetAsync("/v2/models/m/ready");
        using var metrics = new MetricRecorder(app.Services);
        using var client = new RawClient(app.Client.BaseAddress!);
        const int rows = 8_000_000;
        var body = new byte[rows * sizeof(float)];

        await client.Socket.SendAsync(RawClient.Post("/v2/models/m/infer", body, $"{BinaryBody.Header}: 0\r\n"));
        await Until.TrueAsync(() => metrics.Rows == rows, Patience, () => $"{metrics.Rows} rows are answered.");

        var answer = await client.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(answer.AsSpan(0, Math.Min(answer.Length, 100))), StringComparison.Ordinal);
        Assert.InRange(answer.Length, 0, body.Length - 1);
    }

    [Fact]
    public async Task OneClientTooMany_IsTurnedAway()
    {
        await using var app = await CreateAsync(("Serving:RequestTimeout", "00:00:30"), ("Serving:MaxConnections", "1"));
        var address = app.Client.BaseAddress!;
        var request = RawClient.Post("/v2/models/m/infer", Encoding.UTF8.GetBytes(Bodies.Flat(1, 1)));
        using var first = new RawClient(address);
        Assert.StartsWith("HTTP/1.1 200", Encoding.UTF8.GetString(first.Exchange(request)), StringComparison.Ordinal);

        using var second = new RawClient(address);

        Assert.Empty(await second.ReadToEndAsync());
    }

    private static async Task<InferenceApp> CreateAsync(params (string Key, string Value)[] settings)
    {
        var app = await InferenceApp.CreateAsync([("Serving:RequestTimeout", "00:00:00.5"), .. settings]);
        app.UseKestrel(0);
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        return app;
    }

    private static byte[] Unfinished() => RawClient.Post("/v2/models/m/infer", Encoding.UTF8.GetBytes(Bodies.Flat(1, 1).PadRight(2_000)))[..^1_500];

    private static void TrySend(RawClient client, ReadOnlySpan<byte> bytes) => client.Socket.Send(bytes, SocketFlags.None, out _);
}
