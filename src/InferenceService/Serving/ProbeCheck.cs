using System.Globalization;
using Distributed.Contracts.Models;

namespace Distributed.InferenceService.Serving;

/// <summary>Compares what a session predicts with what the training engine predicted for the same rows.</summary>
internal static class ProbeCheck
{
    /// <summary>Allowed difference, as <see cref="AnswerDifference.Allowed"/> has it.</summary>
    public const double Tolerance = 1e-5;

    /// <summary>What does not agree, in a sentence; null when all does.</summary>
    public static string? FindFault(ModelManifest manifest, OnnxModel onnx)
    {
        var (x, y) = manifest.Probe;
        if (x.Length == 0)
        {
            return "its manifest has no probe to prove it with";
        }

        if (x.Length != y.Length || !Rectangular(x, manifest.Features) || !Rectangular(y, manifest.Targets))
        {
            return $"its probe does not have {manifest.Features} features and {manifest.Targets} targets in every row";
        }

        var predicted = new float[y.Length * manifest.Targets];
        onnx.Predict(Flatten(x), manifest.Features, predicted, manifest.Targets, x.Length);
        return FindDifference(Flatten(y), predicted, manifest.Targets);
    }

    private static string? FindDifference(float[] expected, float[] predicted, int targets)
    {
        var allowed = AnswerDifference.Allowed(expected, Tolerance);
        for (var i = 0; i < expected.Length; i++)
        {
            if (AnswerDifference.Between(expected[i], predicted[i]) > allowed)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"probe row {i / targets}, target {i % targets}: predicted {predicted[i]:R}, the training engine {expected[i]:R}; "
                    + $"allowed difference {allowed:G3}");
            }
        }

        return null;
    }

    private static bool Rectangular(float[][] rows, int width) => rows.All(row => row.Length == width);

    private static float[] Flatten(float[][] rows) => [.. rows.SelectMany(row => row)];
}
