using System.Runtime.InteropServices;

namespace Distributed.Bench.Serve.Formats;

/// <summary>The protocol over REST, a request of nothing but the values' bytes; the answer is that of <see cref="BinaryFormat"/>.</summary>
internal sealed class RawFormat : ICallFormat
{
    private static readonly BinaryFormat Binary = new();

    public InferCall Ask(string model, float[] x) => new(JsonFormat.PathOf(model), MemoryMarshal.AsBytes<float>(x).ToArray()) { HeaderLength = 0 };

    public float[] Read(byte[] answer, int rows) => Binary.Read(answer, rows);
}
