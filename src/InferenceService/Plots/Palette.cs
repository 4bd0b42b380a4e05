namespace Distributed.InferenceService.Plots;

/// <summary>Colours of the plots.</summary>
internal static class Palette
{
    /// <summary>The data, as in the tutorial.</summary>
    public const string Data = "#d62728";

    /// <summary>The fit, as in the tutorial.</summary>
    public const string Fit = "#1f5fbf";

    /// <summary>Lines that only help the eye.</summary>
    public const string Guide = "#8c959f";

    private static readonly string[] Series = ["#d62728", "#1f5fbf", "#2a9134", "#e07b00", "#7b3fa0", "#0f8b8d", "#8c564b", "#c2368f"];

    /// <summary>How many series a legend lists before it says how many more there are.</summary>
    public static int Distinct => Series.Length;

    /// <summary>Colour of a series; they repeat after <see cref="Distinct"/>.</summary>
    public static string Of(int series) => Series[series % Series.Length];

    /// <summary>Legend of the targets of a model.</summary>
    public static IReadOnlyList<(string Colour, string Label)> TargetLegend(int targets)
    {
        List<(string, string)> entries = [.. Enumerable.Range(0, Math.Min(targets, Distinct)).Select(i => (Of(i), $"target {i + 1}"))];
        if (targets > Distinct)
        {
            entries.Add(("none", $"and {targets - Distinct} more"));
        }

        return entries;
    }
}
