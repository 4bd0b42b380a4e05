using System.Runtime.InteropServices;
using System.Text.Json;

namespace Distributed.Bench.Serve.Formats;

/// <summary>The protocol over REST, values as bytes behind the JSON in both directions.</summary>
internal sealed class BinaryFormat : ICallFormat
{
    public InferCall Ask(string model, float[] x)
    {
        var values = MemoryMarshal.AsBytes<float>(x);
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            inputs = new[]
            {
                new { name = "x", shape = new[] { x.Length, 1 }, datatype = "FP32", parameters = new { binary_data_size = values.Length } },
            },
            parameters = new { binary_data_output = true },
        });
        return new InferCall(JsonFormat.PathOf(model), [.. json, .. values]) { HeaderLength = json.Length };
    }

    public float[] Read(byte[] answer, int rows) => MemoryMarshal.Cast<byte, float>(answer.AsSpan(^(rows * sizeof(float))..)).ToArray();
}
