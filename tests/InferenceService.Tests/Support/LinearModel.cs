using System.Security.Cryptography;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Models;
using Distributed.Store;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>A linear model with known weights: what is published, and what it must predict.</summary>
internal sealed record LinearModel(float[][] Weight, float[] Bias)
{
    public int Features => Weight[0].Length;

    public int Targets => Bias.Length;

    /// <summary>y = slope · x + intercept.</summary>
    public static LinearModel Line(float slope, float intercept) => new([[slope]], [intercept]);

    /// <summary>Weights 1, 2, 3, … and biases 0.5, 1.5, ….</summary>
    public static LinearModel Counting(int features, int targets) => new(
        [.. Enumerable.Range(0, targets).Select(t => Enumerable.Range(0, features).Select(f => (float)((t * features) + f + 1)).ToArray())],
        [.. Enumerable.Range(0, targets).Select(t => t + 0.5f)]);

    public float[] Predict(params float[] x) =>
        [.. Weight.Select((row, t) => (float)(row.Zip(x, (w, v) => (double)w * v).Sum() + Bias[t]))];

    public byte[] ToOnnx() => OnnxBytes.Linear(Weight, Bias);

    public ModelManifest Manifest(string experiment, byte[] onnx, int epochs = 3)
    {
        float[][] x = [[.. Enumerable.Repeat(1f, Features)], [.. Enumerable.Range(0, Features).Select(i => i - 0.5f)]];
        return new(
            experiment,
            new ExperimentSpec { Id = experiment, Model = experiment, Epochs = epochs },
            Features,
            Targets,
            epochs,
            FinalLoss: 563.9186f,
            Engine: "test 1.0",
            Convert.ToHexStringLower(SHA256.HashData(onnx)),
            new ModelProbe(x, [.. x.Select(row => Predict(row))]));
    }

    /// <summary>Ready to publish, with a sample of rows on a grid.</summary>
    public ModelDraft Draft(string model, string? experiment = null, int rows = 100, Func<ModelManifest, ModelManifest>? change = null)
    {
        var onnx = ToOnnx();
        var manifest = Manifest(experiment ?? $"{model}-{Guid.NewGuid():N}", onnx);
        var x = Enumerable.Range(0, rows).Select(i => Enumerable.Range(0, Features).Select(f => (i / 25f) - 2 + (f * 0.1f)).ToArray()).ToArray();
        var y = x.Select((row, i) => Predict(row).Select(value => value + ((i % 7) - 3)).ToArray()).ToArray();
        return new(model, change?.Invoke(manifest) ?? manifest, onnx, new ModelSample(x, y));
    }
}
