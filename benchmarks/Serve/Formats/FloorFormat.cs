namespace Distributed.Bench.Serve.Formats;

/// <summary>The same requests as JSON's, of an empty endpoint: the address says how long an answer it sends.</summary>
/// <param name="lengths">Length of the answer by number of rows.</param>
internal sealed class FloorFormat(IReadOnlyDictionary<int, int> lengths) : ICallFormat
{
    private readonly JsonFormat _json = new();

    public InferCall Ask(string model, float[] x) => _json.Ask(model, x) with { Path = $"/v2/models/floor/infer/{lengths[x.Length]}" };

    public float[] Read(byte[] answer, int rows) => [];
}
