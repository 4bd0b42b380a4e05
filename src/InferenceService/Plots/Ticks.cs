using System.Globalization;

namespace Distributed.InferenceService.Plots;

/// <summary>A mark on an axis.</summary>
public readonly record struct Tick(double Value, string Label);

/// <summary>Finds round marks: 1, 2 or 5 times a power of ten apart.</summary>
public static class Ticks
{
    /// <summary>Marks inside a range, as many as come nearest to <paramref name="wanted"/>; the range is finite and not empty.</summary>
    public static IReadOnlyList<Tick> Linear(double least, double most, int wanted)
    {
        var (mantissa, exponent) = RoundStep((most - least) / wanted);
        var step = mantissa * Math.Pow(10, exponent);
        var first = Math.Ceiling(least / step - 1e-9);
        var count = (int)(Math.Floor(most / step + 1e-9) - first) + 1;
        var plain = exponent is >= -6 and <= 6;
        return [.. Enumerable.Range(0, count).Select(i => Mark((first + i) * mantissa, exponent, plain))];
    }

    /// <summary>Powers of ten inside a range of positive numbers, thinned out to at most <paramref name="most"/> marks.</summary>
    public static IReadOnlyList<Tick> Decades(double least, double greatest, int most)
    {
        var first = (int)Math.Ceiling(Math.Log10(least) - 1e-9);
        var last = (int)Math.Floor(Math.Log10(greatest) + 1e-9);
        var stride = Math.Max(1, (int)Math.Ceiling((last - first + 1) / (double)most));
        return [.. Enumerable.Range(0, last - first + 1).Where(i => i % stride == 0).Select(i => Mark(1, first + i, first + i is >= -4 and <= 6))];
    }

    private static (int Mantissa, int Exponent) RoundStep(double step)
    {
        var exponent = (int)Math.Floor(Math.Log10(step));
        return (step / Math.Pow(10, exponent)) switch
        {
            < 1.5 => (1, exponent),
            < 3.5 => (2, exponent),
            < 7.5 => (5, exponent),
            _ => (1, exponent + 1),
        };
    }

    // From whole multiples, so that 0.3 is 0.3 and not 0.1 + 0.1 + 0.1.
    private static Tick Mark(double multiple, int exponent, bool plain)
    {
        var value = exponent < 0 ? multiple / Math.Pow(10, -exponent) : multiple * Math.Pow(10, exponent);
        var label = plain ? value.ToString("F" + Math.Max(0, -exponent), CultureInfo.InvariantCulture) : Scientific(multiple, exponent);
        return new(value, label);
    }

    private static string Scientific(double multiple, int exponent) =>
        multiple == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{multiple:0}e{exponent}");
}
