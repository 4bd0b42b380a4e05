using System.Text.Json;

namespace Distributed.Bench.Serve.Formats;

/// <summary>The protocol over REST, values as JSON.</summary>
internal sealed class JsonFormat : ICallFormat
{
    public InferCall Ask(string model, float[] x) => new(PathOf(model), JsonSerializer.SerializeToUtf8Bytes(new
    {
        inputs = new[] { new { name = "x", shape = new[] { x.Length, 1 }, datatype = "FP32", data = x } },
    }));

    public float[] Read(byte[] answer, int rows)
    {
        using var json = JsonDocument.Parse(answer);
        return [.. json.RootElement.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(value => value.GetSingle())];
    }

    internal static string PathOf(string model) => $"/v2/models/{model}/infer";
}
