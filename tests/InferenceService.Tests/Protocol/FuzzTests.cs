using System.Globalization;
using System.Net;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Protocol;

/// <summary><c>FUZZ_REQUESTS</c> sets how many requests are sent, <c>FUZZ_SEED</c> which.</summary>
public sealed class FuzzTests
{
    private const int FewestGood = 10;
    private const long AllowedGrowth = 8 << 20;

    private static readonly int Requests = Setting("FUZZ_REQUESTS", 4_000);
    private static readonly int Seed = Setting("FUZZ_SEED", 20260101);

    [Fact]
    public async Task Rest_FuzzedRequests_AreAnsweredRightOrRefusedAndLeaveNothingBehind()
    {
        await using var app = await InferenceApp.CreateAsync();
        app.UseKestrel(0);
        var model = LinearModel.Counting(2, 1);
        await app.PublishAsync(model.Draft("m"));
        var fuzzer = new RequestFuzzer(Seed);
        var statuses = new Dictionary<HttpStatusCode, int>();

        await SendAsync(app, model, fuzzer, Requests / 4, statuses);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await SendAsync(app, model, fuzzer, Requests - (Requests / 4), statuses);
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.True(statuses[HttpStatusCode.OK] > Requests / FewestGood && statuses[HttpStatusCode.BadRequest] > Requests / FewestGood, Show(statuses));
        Assert.True(growth < AllowedGrowth, $"{growth} bytes more are held than after a quarter of the requests");
        var (_, answer) = await app.InferAsync("/v2/models/m/infer", Bodies.Flat(2, 1, 2));
        Assert.Equal(model.Predict(1, 2), Bodies.Values(answer));
    }

    private static async Task SendAsync(
        InferenceApp app, LinearModel model, RequestFuzzer fuzzer, int count, Dictionary<HttpStatusCode, int> statuses)
    {
        for (var i = 0; i < count; i++)
        {
            var request = fuzzer.Next();
            using var content = request.ToContent();
            using var response = await app.Client.PostAsync(new Uri(request.Path, UriKind.Relative), content);
            statuses[response.StatusCode] = statuses.GetValueOrDefault(response.StatusCode) + 1;
            try
            {
                Assert.True((int)response.StatusCode is 200 or (>= 400 and < 500) or 503, $"status {response.StatusCode}");
                await AnswerOracle.CheckAsync(request, response, model);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"After {request}", exception);
            }
        }
    }

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;

    private static string Show(Dictionary<HttpStatusCode, int> statuses) => string.Join(", ", statuses);
}
