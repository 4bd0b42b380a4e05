using System.Net;
using System.Text.Json;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Protocol;

public sealed class BatchTests
{
    private const string Input = """ "inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[3]}]""";

    [Fact]
    public async Task Batch_ManyModels_AnswersEachInOrder()
    {
        await using var app = await InferenceApp.CreateAsync();
        for (var i = 0; i < 50; i++)
        {
            await app.PublishAsync(LinearModel.Line(i, 1).Draft($"m{i}"));
        }

        var requests = Enumerable.Range(0, 200).Select(i => $$"""{"model_name":"m{{i % 50}}","id":"{{i}}",{{Input}}}""");
        var (response, answer) = await app.InferAsync("/v2/batch", $$"""{"requests":[{{string.Join(',', requests)}}]}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answers = answer.GetProperty("responses").EnumerateArray().ToArray();
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), answers.Select(entry => entry.GetProperty("id").GetString()));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (3f * (i % 50)) + 1), answers.Select(entry => Bodies.Values(entry).Single()));
    }

    [Fact]
    public async Task Batch_BadEntries_SaySoAndHarmNoOther()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        await app.PublishAsync(LinearModel.Line(2, 0).Draft("m"));

        var (response, answer) = await app.InferAsync("/v2/batch", $$$"""
            {"other":[1],"requests":[
              {"model_name":"none","id":"a",{{{Input}}}},
              7,
              {"model_name":"m","inputs":[{"name":"x","shape":{"deep":[1,{"inputs":[]}]}}],"id":"lost"},
              {"model_name":"m","inputs":[{"name":"\ud800"}]},
              {{{{Input}}}},
              {"model_name":"m","model_version":"9",{{{Input}}}},
              {"model_name":"m","parameters":{"binary_data_output":true},{{{Input}}}},
              {"model_name":"m","model_version":"1",{{{Input}}}}
            ]}
            """);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var entries = answer.GetProperty("responses").EnumerateArray().ToArray();
        string[] expected =
        [
            "there is no model 'none'", "requests[1] is a number; it must be an object", "inputs[0].shape is an object", "requests[3] has a string that is not valid Unicode",
            "requests[4] has no 'model_name'", "model 'm' has no version '9'; the newest is 2", "requests[6] wants binary data",
        ];
        Assert.All(expected.Zip(entries), pair => Assert.Contains(pair.First, pair.Second.GetProperty("error").GetString(), StringComparison.Ordinal));
        Assert.Equal(("none", "a"), (entries[0].GetProperty("model_name").GetString(), entries[0].GetProperty("id").GetString()));
        Assert.Equal(8, entries.Length);
        Assert.Equal("1", entries[7].GetProperty("model_version").GetString());
        Assert.Equal([3f], Bodies.Values(entries[7]));
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("[]", "the body is an array")]
    [InlineData("{}", "the body has no 'requests'")]
    [InlineData("""{"req\ud800uests":[]}""", "not valid Unicode")]
    [InlineData("""{"requests":{}}""", "'requests' is an object; it must be an array")]
    [InlineData("""{"requests":[],"requests":[]}""", "'requests' is given twice")]
    [InlineData("""{"requests":[{},{},{},{}]}""", "'requests' has more than the 3 entries allowed")]
    [InlineData("""{"requests":[{"inputs":[{"shape":[4,1],"data":[1,2,3,4]}]},{"inputs":[{"shape":[2,1],"data":[1,2]}]}]}""", "have 6 rows together; at most 5")]
    [InlineData("""{"requests":[{]}""", "not valid JSON")]
    [InlineData("""{"requests":[]} {}""", "not valid JSON")]
    public async Task Batch_FaultyAsAWhole_Is400(string body, string expected)
    {
        await using var app = await InferenceApp.CreateAsync(("Serving:MaxBatchRequests", "3"), ("Serving:MaxBatch", "5"));

        var (response, answer) = await app.InferAsync("/v2/batch", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_Empty_IsAnsweredEmpty()
    {
        await using var app = await InferenceApp.CreateAsync();

        var (_, answer) = await app.InferAsync("/v2/batch", """{"requests":[]}""");

        Assert.Equal("""{"responses":[]}""", JsonSerializer.Serialize(answer));
    }
}
