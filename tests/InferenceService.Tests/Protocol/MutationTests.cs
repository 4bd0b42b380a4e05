using System.Text;
using System.Text.Json;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Protocol;

public sealed class MutationTests
{
    private const int Requests = 4_000;

    private static readonly string[] Seeds =
    [
        """{"id":"7","inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","data":[1,2.5,-3e2,4]}],"outputs":[{"name":"y"}]}""",
        """{"inputs":[{"name":"x","shape":[2,2],"datatype":"FP64","data":[[1,2],[3,4]],"parameters":{"a":true}}],"parameters":{"b":"\u00e9"}}""",
    ];

    private static readonly string[] Fragments =
    [
        "[", "]", "{", "}", ",", ":", "\"", "\\", "null", "true", "1e400", "-", "-0", "NaN", "\\ud800", "\u0000", "ü", "\"data\":", "\"inputs\":[",
        "\"shape\":[", "9223372036854775808", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "INT8", "FP16",
    ];

    [Fact]
    public async Task Infer_MutatedBodies_NeverFailTheServer()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Counting(2, 1).Draft("m"));
        var random = new Random(20260101);
        var statuses = new Dictionary<int, int>();

        for (var i = 0; i < Requests; i++)
        {
            var body = Mutate(random);
            using var content = new ByteArrayContent(body);
            using var response = await app.Client.PostAsync(new Uri("/v2/models/m/infer", UriKind.Relative), content);
            var status = (int)response.StatusCode;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;

            Assert.True(status is 200 or 400, $"status {status} for {Encoding.UTF8.GetString(body)}");
            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
            Assert.True(answer.RootElement.TryGetProperty(status == 200 ? "outputs" : "error", out _));
        }

        Assert.True(statuses[200] > Requests / 100 && statuses[400] > Requests / 2, string.Join(", ", statuses));
    }

    private static byte[] Mutate(Random random)
    {
        List<byte> body = [.. Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)])];
        for (var changes = random.Next(1, 4); changes > 0 && body.Count > 0; changes--)
        {
            var at = random.Next(body.Count);
            switch (random.Next(5))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body.RemoveRange(at, Math.Min(random.Next(1, 12), body.Count - at));
                    break;
                case 2:
                    body.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
                    break;
                case 3:
                    body.InsertRange(at, body.GetRange(at, Math.Min(random.Next(1, 40), body.Count - at)));
                    break;
                default:
                    body.RemoveRange(at, body.Count - at);
                    break;
            }
        }

        return [.. body];
    }
}
