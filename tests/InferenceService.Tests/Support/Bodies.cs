using System.Globalization;
using System.Text.Json;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>Requests and answers of the protocol, as a client has them.</summary>
internal static class Bodies
{
    /// <summary>A request with flat data.</summary>
    public static string Flat(int features, params float[] values) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"inputs":[{"name":"x","shape":[{{values.Length / features}},{{features}}],"datatype":"FP32","data":[{{Join(values)}}]}]}""");

    /// <summary>The values of an answer's only output.</summary>
    public static float[] Values(JsonElement answer) =>
        [.. answer.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(value => value.GetSingle())];

    /// <summary>The shape of an answer's only output.</summary>
    public static int[] Shape(JsonElement answer) =>
        [.. answer.GetProperty("outputs")[0].GetProperty("shape").EnumerateArray().Select(value => value.GetInt32())];

    private static string Join(float[] values) => string.Join(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}
