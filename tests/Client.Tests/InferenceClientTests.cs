using System.Net;
using System.Text.Json.Nodes;

namespace Distributed.Client.Tests;

public sealed class InferenceClientTests
{
    private const string Answer =
        """{"model_name":"m","model_version":"3","outputs":[{"name":"y","datatype":"FP32","shape":[2,2],"data":[1.5,2,3,4]}]}""";

    [Fact]
    public async Task Predict_Rows_SendsThemAsOneTensorAndCutsTheAnswerIntoRows()
    {
        using var service = new CannedService().Answer(Answer);

        var prediction = await service.Inference.PredictAsync("m", [[1, 2, 3], [4, 5, 6]]);

        Assert.Equal("3", prediction.Version);
        Assert.Equal([[1.5f, 2], [3, 4]], prediction.Values);
        var (line, body) = Assert.Single(service.Asked);
        Assert.Equal("POST /v2/models/m/infer", line);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[1,2,3,4,5,6]}]}"""), JsonNode.Parse(body)));
    }

    [Theory]
    [InlineData("3")]
    [InlineData("champion")]
    public async Task Predict_VersionOrAlias_AsksForIt(string version)
    {
        using var service = new CannedService().Answer(Answer);

        await service.Inference.PredictAsync("m", version, [[1]]);

        Assert.Equal($"POST /v2/models/m/versions/{version}/infer", service.Asked[0].Line);
    }

    [Fact]
    public async Task Predict_OutputNotFinite_IsNaN()
    {
        using var service = new CannedService().Answer(Answer.Replace("1.5", "null", StringComparison.Ordinal));

        var prediction = await service.Inference.PredictAsync("m", [[1], [2]]);

        Assert.Equal([[float.NaN, 2], [3, 4]], prediction.Values);
    }

    [Fact]
    public async Task Predict_Refused_ThrowsWithTheProtocolsError()
    {
        using var service = new CannedService().Answer(HttpStatusCode.NotFound, """{"error":"there is no model 'm'"}""");

        var refusal = await Assert.ThrowsAsync<ApiException>(() => service.Inference.PredictAsync("m", [[1]]));

        Assert.Equal((HttpStatusCode.NotFound, "there is no model 'm'"), (refusal.Status, refusal.Message));
    }
}
