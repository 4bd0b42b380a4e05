using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Export;
using Distributed.TrainerGrain.Tests.Data;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Export;

/// <summary>All models that are shown to foreign tools, and what the tools said: one process a tool for all of them.</summary>
public sealed class OnnxTools : IAsyncLifetime
{
    private static readonly int[][] Shapes = [[1, 1], [3, 1], [37, 4], [1, 16, 1], [2, 8, 8, 3], [5, 300, 2], [4, 3, 5, 7, 2, 6, 1]];

    private readonly Dictionary<string, string?> _complaints = [];
    private readonly Dictionary<string, Prediction> _predictions = [];

    /// <summary>Every model: the reference runs' final networks, and random ones at several batch sizes.</summary>
    internal static IReadOnlyList<ForeignCase> Cases { get; } = [.. ReferenceCases(), .. RandomCases()];

    /// <summary>What Debian's ONNX checker found wrong with a model; null for nothing.</summary>
    public string? ComplaintAbout(string name) => _complaints[name];

    /// <summary>What ONNX Runtime in a Node process predicted.</summary>
    internal Prediction PredictionOf(string name) => _predictions[name];

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var complaints = await ExternalTool.RunAsync<string?[]>(
            "/usr/bin/python3", [ExternalTool.Script("check_models.py")], Cases, "It needs Debian's python3-onnx, which ./setup installs.");
        var predictions = await ExternalTool.RunAsync<Prediction[]>(
            "node", [ExternalTool.Script("predict.js"), ExternalTool.NodeModules()], Cases, "It needs Node and onnxruntime-node, which ./setup installs.");
        foreach (var (item, complaint, prediction) in Cases.Zip(complaints, predictions))
        {
            _complaints.Add(item.Name, complaint);
            _predictions.Add(item.Name, prediction);
        }
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;

    private static IEnumerable<ForeignCase> ReferenceCases() =>
        from run in PublishedRun.All
        let x = Array.ConvertAll(run.Data.X[..(5 * run.Data.Features)], value => (float)value)
        select Case(run.Name, run.Network, rows: 5, x, run.Predictions);

    private static IEnumerable<ForeignCase> RandomCases() =>
        from shape in Shapes
        from activation in Enum.GetValues<Activation>()
        from rows in new[] { 1, 7, 64 }
        let network = Networks.Create(shape, activation)
        let x = Networks.Rows(rows, shape[0])
        select Case($"{string.Join('-', shape)} {activation} {rows}", network, rows, x, Networks.Forward(network, x));

    private static ForeignCase Case(string name, TrainedNetwork network, int rows, float[] x, float[] expected) =>
        new(name, Convert.ToBase64String(OnnxWriter.Write(new OnnxModel("test", network, [new("experiment", name)]))), rows, x, expected);

    /// <summary>One model with rows to predict and what must come out.</summary>
    internal sealed record ForeignCase(string Name, string Model, int Rows, float[] X, float[] Expected);

    /// <summary>A tool's output tensor.</summary>
    internal sealed record Prediction(int[] Dims, float[] Y);
}
