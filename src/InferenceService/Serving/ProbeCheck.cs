using System.Globalization;
using Distributed.Contracts.Models;

namespace Distributed.InferenceService.Serving;

/// <summary>Compares what a session predicts with what the training engine predicted for the same rows.</summary>
internal static class ProbeCheck
{
    /// <summary>
    /// Allowed difference, as a share of the probe's largest output or of 1 when that is less.
    /// Two engines add float32 products in different orders, so they differ by a few units in the last place (6e-8) of
    /// the largest summand, not of the sum: a row whose sum happens to be near zero is no less right for it.
    /// </summary>
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
        var allowed = Tolerance * Math.Max(1, expected.Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max());
        for (var i = 0; i < expected.Length; i++)
        {
            if (!Agree(expected[i], predicted[i], allowed))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"probe row {i / targets}, target {i % targets}: predicted {predicted[i]:R}, the training engine {expected[i]:R}; allowed difference {allowed:G3}");
            }
        }

        return null;
    }

    private static bool Agree(float expected, float predicted, double allowed) =>
        expected.Equals(predicted) || Math.Abs((double)expected - predicted) <= allowed;

    private static bool Rectangular(float[][] rows, int width) => rows.All(row => row.Length == width);

    private static float[] Flatten(float[][] rows) => [.. rows.SelectMany(row => row)];
}
