using System.Globalization;
using Distributed.Store;

namespace Distributed.InferenceService.Plots;

/// <summary>What stands above the plots of a version.</summary>
internal static class Titles
{
    /// <summary>Model, version and final loss.</summary>
    public static string Of(ModelVersion version) => string.Create(
        CultureInfo.InvariantCulture, $"{version.Model} · version {version.Version} · final loss {Loss(version.Manifest.FinalLoss)}");

    /// <summary>Four decimals, as the tutorial prints a loss, wherever they say something.</summary>
    public static string Loss(float loss) => float.IsFinite(loss) && MathF.Abs(loss) is 0 or (>= 0.01f and < 1e6f)
        ? loss.ToString("F4", CultureInfo.InvariantCulture)
        : loss.ToString("0.###e0", CultureInfo.InvariantCulture);
}
