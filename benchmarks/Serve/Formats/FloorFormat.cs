namespace Distributed.Bench.Serve.Formats;

/// <summary>The same requests of an empty endpoint: the address says how long an answer it sends.</summary>
/// <param name="real">Makes the requests.</param>
/// <param name="lengths">Length of the answer by number of rows.</param>
internal sealed class FloorFormat(ICallFormat real, IReadOnlyDictionary<int, int> lengths) : ICallFormat
{
    public InferCall Ask(string model, float[] x) => real.Ask(model, x) with { Path = $"/v2/models/floor/infer/{lengths[x.Length]}" };

    public float[] Read(byte[] answer, int rows) => [];
}
