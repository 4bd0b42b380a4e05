using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>The inference service's API.</summary>
internal static class InferenceApi
{
    private static readonly object Request = new
    {
        inputs = new[] { new { name = "x", datatype = "FP32", shape = new[] { Recipes.Rows.Length / 2, 2 }, data = Recipes.Rows } },
    };

    public static Task<Answer> PredictAsync(Uri server, string model, int? version = null)
    {
        var path = version is { } number ? $"/v2/models/{model}/versions/{number}/infer" : $"/v2/models/{model}/infer";
        return Http.AskAsync(() => Http.Client.PostAsJsonAsync(new Uri(server, path), Request), PredictedAsync);
    }

    public static Task<Answer> VersionsAsync(Uri server, string model) =>
        Http.AskAsync(() => Http.Client.GetAsync(new Uri(server, $"/models/{model}")), VersionsAsync);

    private static async Task<Answer> PredictedAsync(HttpContent content)
    {
        var answer = (await content.ReadFromJsonAsync<JsonObject>())!;
        return new Predicted(
            int.Parse((string)answer["model_version"]!, CultureInfo.InvariantCulture),
            [.. answer["outputs"]![0]!["data"]!.AsArray().Select(value => (float)value!)]);
    }

    private static async Task<Answer> VersionsAsync(HttpContent content)
    {
        var view = (await content.ReadFromJsonAsync<JsonObject>())!;
        return new VersionsSeen((int)view["serving"]!, [.. view["versions"]!.AsArray().Select(version => (int)version!)]);
    }
}
