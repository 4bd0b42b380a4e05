namespace Distributed.InferenceService.Plots;

/// <summary>Where values lie along one side of a chart.</summary>
/// <param name="Label">What is measured.</param>
/// <param name="Least">Value at the start.</param>
/// <param name="Most">Value at the end.</param>
/// <param name="Logarithmic">Whether equal distances are equal ratios.</param>
/// <param name="Marks">The marks.</param>
public sealed record Axis(string Label, double Least, double Most, bool Logarithmic, IReadOnlyList<Tick> Marks)
{
    private const int WantedMarks = 7;
    private const double Margin = 0.04;

    /// <summary>An axis over all given values, with a little air at both ends.</summary>
    public static Axis Linear(string label, IEnumerable<double> values)
    {
        var (least, most) = Extremes(values);
        var air = most > least ? (most - least) * Margin : Math.Max(1, Math.Abs(most) / 10);
        (least, most) = (least - air, most + air);
        return new(label, least, most, false, Ticks.Linear(least, most, WantedMarks));
    }

    /// <summary>A logarithmic axis over all given positive values, with a little air at both ends.</summary>
    public static Axis Log(string label, IEnumerable<double> values)
    {
        var (least, most) = Extremes(values);
        var air = Math.Pow(most / least, Margin);
        (least, most) = (least / air, most * air);
        return new(label, least, most, true, Ticks.Decades(least, most, WantedMarks + 1));
    }

    /// <summary>How far along the axis a value lies, from 0 to 1.</summary>
    public double Locate(double value) => Logarithmic
        ? Math.Log(Math.Max(value, Least) / Least) / Math.Log(Most / Least)
        : (value - Least) / (Most - Least);

    private static (double Least, double Most) Extremes(IEnumerable<double> values)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(double.IsFinite))
        {
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        return least <= most ? (least, most) : (0, 1);
    }
}
